package io.carrick.jms.amqp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Delivery annotations by which Carrick recognises a message that it has stored before: the producer's id, which stays
 * the same over all sockets, and the message's number among the producer's. A section in front of the message, so that
 * what the application sent is not touched; other brokers pass over it.
 */
final class RepetitionMark {
    private static final byte[] PRODUCER_ID = "x-opt-producer-id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PRODUCER_SEQUENCE = "x-opt-producer-sequence".getBytes(StandardCharsets.US_ASCII);
    private static final int SECTION = 0x00_53_71;
    private static final int HEADER = 0x00_53_70;
    private static final byte MAP8 = (byte) 0xc1;
    private static final byte SYMBOL8 = (byte) 0xa3;
    private static final byte STRING8 = (byte) 0xa1;
    private static final byte LONG = (byte) 0x81;
    private static final int LIST0 = 0x45;
    private static final int LIST8 = 0xc0;

    private final byte[] template;

    /** @param producerId less than a hundred ASCII characters */
    RepetitionMark(String producerId) {
        byte[] id = producerId.getBytes(StandardCharsets.US_ASCII);
        int contents = 1 + 2 + PRODUCER_ID.length + 2 + id.length + 2 + PRODUCER_SEQUENCE.length + 1 + Long.BYTES;
        ByteBuffer section = ByteBuffer.allocate(5 + contents);
        section.put((byte) 0).put((byte) (SECTION >> 8)).put((byte) SECTION);
        section.put(MAP8).put((byte) contents).put((byte) 4);
        section.put(SYMBOL8).put((byte) PRODUCER_ID.length).put(PRODUCER_ID);
        section.put(STRING8).put((byte) id.length).put(id);
        section.put(SYMBOL8).put((byte) PRODUCER_SEQUENCE.length).put(PRODUCER_SEQUENCE);
        section.put(LONG).putLong(0);
        template = section.array();
    }

    /** The section for a message. */
    byte[] of(long sequence) {
        byte[] section = template.clone();
        ByteBuffer.wrap(section).putLong(section.length - Long.BYTES, sequence);
        return section;
    }

    /** How many bytes the header of a message takes, in front of which nothing may be; 0 if it has none. */
    static int headerLength(byte[] message) {
        if (message.length < 4
                || message[0] != 0
                || message[1] != (byte) (HEADER >> 8)
                || message[2] != (byte) HEADER) {
            return 0;
        }
        int format = message[3] & 0xff;
        if (format == LIST0) {
            return 4;
        }
        return format == LIST8
                ? 5 + (message[4] & 0xff)
                : 8 + ByteBuffer.wrap(message).getInt(4);
    }
}
