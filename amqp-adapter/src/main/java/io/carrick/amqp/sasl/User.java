package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.SaslPrep;
import io.carrick.amqp.mechanism.ScramHash;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user with stored credentials.
 *
 * @param name as prepared by SASLprep
 * @param credentials one for each hash that the user can log in with; none for a user with a certificate only
 * @param roles names of roles
 */
public record User(String name, List<ScramCredential> credentials, Set<String> roles) {
    public User {
        name = SaslPrep.prepare(name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a user needs a name");
        }
        credentials = List.copyOf(credentials);
        roles = Set.copyOf(roles);
    }

    /** The credential for a hash. */
    Optional<ScramCredential> credential(ScramHash hash) {
        return credentials.stream()
                .filter(credential -> credential.hash() == hash)
                .findFirst();
    }
}
