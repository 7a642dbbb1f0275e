package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.mechanism.ScramText;
import java.util.Arrays;

/** Credentials for users that do not exist: nobody can tell them from real ones, and no password fits. Immutable. */
final class UnknownUsers {
    private static final int SALT_SIZE = 16;

    private final byte[] secret;
    private final int iterations;

    /**
     * Makes up credentials.
     *
     * @param secret known to nobody
     * @param iterations as most real users have
     */
    UnknownUsers(byte[] secret, int iterations) {
        this.secret = secret.clone();
        this.iterations = iterations;
    }

    /** The same for the same name each time. */
    ScramCredential credential(String user, ScramHash hash) {
        byte[] salt = Arrays.copyOf(mark("salt", user, hash), SALT_SIZE);
        return new ScramCredential(hash, salt, iterations, mark("stored", user, hash), mark("server", user, hash));
    }

    private byte[] mark(String purpose, String user, ScramHash hash) {
        return hash.hmac(secret, ScramText.encode(purpose + '\0' + user));
    }
}
