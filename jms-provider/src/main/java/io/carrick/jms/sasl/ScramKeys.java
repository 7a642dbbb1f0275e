package io.carrick.jms.sasl;

import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.mechanism.ScramText;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The keys of a user, computed from the password with much work by intent, and remembered for the next connect (RFC
 * 5802, section 5.1). Thread-safe.
 */
final class ScramKeys {
    private static final int NONCE_SIZE = 18;

    private final Supplier<String> nonces;
    private Entry last;

    /** Keys with random nonces. */
    ScramKeys(SecureRandom random) {
        this(() -> {
            byte[] bytes = new byte[NONCE_SIZE];
            random.nextBytes(bytes);
            return ScramText.base64(bytes);
        });
    }

    ScramKeys(Supplier<String> nonces) {
        this.nonces = nonces;
    }

    /** What the keys depend on, besides the credentials, which do not change. */
    private record Entry(ScramHash hash, byte[] salt, int iterations, byte[] saltedPassword) {
        boolean isFor(ScramHash otherHash, byte[] otherSalt, int otherIterations) {
            return hash == otherHash && iterations == otherIterations && Arrays.equals(salt, otherSalt);
        }
    }

    /** Random and printable, without comma, never used before. */
    String nonce() {
        return nonces.get();
    }

    synchronized byte[] saltedPassword(ScramHash hash, char[] prepared, byte[] salt, int iterations) {
        if (last == null || !last.isFor(hash, salt, iterations)) {
            last = new Entry(hash, salt, iterations, hash.saltedPassword(prepared, salt, iterations));
        }
        return last.saltedPassword;
    }
}
