package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.ScramHash;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks passwords against credentials, remembering the last successes so that clients which connect often do not pay
 * for the derivation each time. What is remembered is a keyed hash, with a key that lives as long as this object; a
 * changed credential is a different one and is derived again. Failures are never remembered. Thread-safe.
 */
public final class PasswordVerifier {
    private static final int KEY_SIZE = 32;

    private final byte[] key = new byte[KEY_SIZE];
    private final Map<ScramCredential, byte[]> verified;

    /**
     * A verifier.
     *
     * @param remembered how many successes are remembered, the most recently used
     */
    public PasswordVerifier(int remembered) {
        new SecureRandom().nextBytes(key);
        verified = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ScramCredential, byte[]> eldest) {
                return size() > remembered;
            }
        };
    }

    /** Whether {@code password} is the one that {@code credential} was made of. May take tens of milliseconds. */
    public boolean verify(ScramCredential credential, char[] password) {
        byte[] mark = mark(password);
        byte[] known;
        synchronized (verified) {
            known = verified.get(credential);
        }
        if (known != null && MessageDigest.isEqual(known, mark)) {
            return true;
        }
        boolean matches = credential.matches(password);
        if (matches) {
            synchronized (verified) {
                verified.put(credential, mark);
            }
        }
        return matches;
    }

    private byte[] mark(char[] password) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = Arrays.copyOf(utf8.array(), utf8.limit());
        try {
            return ScramHash.SHA_256.hmac(key, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(utf8.array(), (byte) 0);
        }
    }
}
