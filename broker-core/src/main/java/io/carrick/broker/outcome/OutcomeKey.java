package io.carrick.broker.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What an outcome is remembered by: the first 128 bits of the SHA-256 of its name, since names are long and nobody may
 * be able to make two that meet.
 */
public record OutcomeKey(long high, long low) {
    /** The key of a name made of several texts and a number; different names have different keys. */
    public static OutcomeKey of(long number, String... texts) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length));
            digest.update(utf8);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new OutcomeKey(hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
