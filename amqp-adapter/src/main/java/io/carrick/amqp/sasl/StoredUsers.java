package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.ScramHash;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Users whose credentials are in memory. A changed set of users is a new object with the same verifier. Checking the
 * password of an unknown user takes as long as that of a known one. Immutable.
 */
public final class StoredUsers implements UserDirectory {
    private final Map<String, User> users;
    private final PasswordVerifier verifier;
    private final ScramCredential nobody;

    /**
     * A directory.
     *
     * @param iterations that most users' credentials have
     * @throws IllegalArgumentException if two users have the same name
     */
    public StoredUsers(Collection<User> users, PasswordVerifier verifier, int iterations) {
        this.verifier = verifier;
        this.users = users.stream().collect(Collectors.toUnmodifiableMap(User::name, Function.identity(), (a, b) -> {
            throw new IllegalArgumentException("user '" + a.name() + "' is there twice");
        }));
        nobody = new UnknownUsers(new byte[] {0}, iterations).credential("", ScramHash.SHA_256);
    }

    @Override
    public Optional<ScramCredential> scram(String user, ScramHash hash) {
        return Optional.ofNullable(users.get(user)).flatMap(known -> known.credential(hash));
    }

    @Override
    public boolean verifyPlain(String user, char[] password) {
        User known = users.get(user);
        if (known == null || known.credentials().isEmpty()) {
            verifier.verify(nobody, password); // takes the time, never matches
            return false;
        }
        return verifier.verify(known.credentials().get(0), password);
    }

    @Override
    public Set<String> roles(String user) {
        User known = users.get(user);
        return known == null ? Set.of() : known.roles();
    }
}
