package io.carrick.server.security;

import java.util.List;
import java.util.Optional;

/**
 * A user as the users file has it.
 *
 * @param roles names of roles
 * @param scramSha256 hash of the password, in the form of RFC 5803
 * @param scramSha512 hash of the password, in the form of RFC 5803
 */
public record User(String name, List<String> roles, Optional<String> scramSha256, Optional<String> scramSha512) {
    public User {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        scramSha256.ifPresent(text -> requireHash(ScramAlgorithm.SHA_256, text));
        scramSha512.ifPresent(text -> requireHash(ScramAlgorithm.SHA_512, text));
    }

    /** A user with hashes of a password. */
    public static User of(String name, List<String> roles, String password, int iterations) {
        return new User(
                name,
                roles,
                Optional.of(ScramHash.of(ScramAlgorithm.SHA_256, password, iterations)
                        .toString()),
                Optional.of(ScramHash.of(ScramAlgorithm.SHA_512, password, iterations)
                        .toString()));
    }

    /** The hash of the password, if the user has one for that algorithm. */
    public Optional<ScramHash> hash(ScramAlgorithm algorithm) {
        Optional<String> text = algorithm == ScramAlgorithm.SHA_256 ? scramSha256 : scramSha512;
        return text.map(ScramHash::parse);
    }

    private static void requireHash(ScramAlgorithm algorithm, String text) {
        if (ScramHash.parse(text).algorithm() != algorithm) {
            throw new IllegalArgumentException(
                    "the hash of " + algorithm.mechanismName() + " is one of another mechanism");
        }
    }

    /** Without hashes. */
    @Override
    public String toString() {
        return name + roles;
    }
}
