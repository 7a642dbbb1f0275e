package io.carrick.benchmarks.check;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Message bodies of one fixed size: a CRC-32C of all that follows, the {@link Payload}, and filler that does not
 * compress. Thread-safe.
 */
public final class PayloadCodec {
    /** The smallest body that holds a payload, in bytes. */
    public static final int MIN_SIZE = Integer.BYTES + Integer.BYTES + Long.BYTES + Long.BYTES;

    private static final long FILLER_SEED = 0x6361727269636bL;

    private final byte[] template;

    /**
     * @param size of every body, in bytes
     * @throws IllegalArgumentException if it is less than {@link #MIN_SIZE}
     */
    public PayloadCodec(int size) {
        if (size < MIN_SIZE) {
            throw new IllegalArgumentException("message size " + size + " is less than " + MIN_SIZE + " bytes");
        }
        template = new byte[size];
        new Random(FILLER_SEED).nextBytes(template);
    }

    /** A new body. */
    public byte[] encode(Payload payload) {
        byte[] body = template.clone();
        ByteBuffer buffer = ByteBuffer.wrap(body);
        buffer.position(Integer.BYTES);
        buffer.putInt(payload.producer()).putLong(payload.sequence()).putLong(payload.sentNanos());
        buffer.putInt(0, checksum(body));
        return body;
    }

    /**
     * Reads a body back.
     *
     * @throws CorruptPayloadException if its size or any byte of it differs from what was encoded
     */
    public Payload decode(byte[] body) throws CorruptPayloadException {
        if (body.length != template.length) {
            throw new CorruptPayloadException("body of " + body.length + " bytes, " + template.length + " were sent");
        }
        ByteBuffer buffer = ByteBuffer.wrap(body);
        int expected = buffer.getInt();
        Payload payload = new Payload(buffer.getInt(), buffer.getLong(), buffer.getLong());
        if (checksum(body) != expected) {
            throw new CorruptPayloadException("checksum mismatch in " + payload);
        }
        return payload;
    }

    /** Size of every body, in bytes. */
    public int size() {
        return template.length;
    }

    private static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body, Integer.BYTES, body.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}
