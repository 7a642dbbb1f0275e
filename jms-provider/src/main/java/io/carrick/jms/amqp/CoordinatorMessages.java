package io.carrick.jms.amqp;

import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.Binary;

/** The messages to a transaction coordinator (AMQP 1.0, part 4, sections 4.5.2 and 4.5.3), encoded. */
final class CoordinatorMessages {
    /** What the specification allows an id to have. */
    static final int ID_BYTES_MAX = 32;

    private static final byte[] VALUE_SECTION = {0x00, 0x53, 0x77};
    private static final byte DECLARE = 0x31;
    private static final byte DISCHARGE = 0x32;
    private static final byte LIST0 = 0x45;
    private static final byte LIST8 = (byte) 0xc0;
    private static final byte BINARY8 = (byte) 0xa0;
    private static final byte TRUE = 0x41;
    private static final byte FALSE = 0x42;

    private CoordinatorMessages() {}

    static byte[] declare() {
        return ByteBuffer.allocate(7)
                .put(VALUE_SECTION)
                .put(new byte[] {0x00, 0x53, DECLARE, LIST0})
                .array();
    }

    /**
     * Ends a transaction.
     *
     * @param id at most {@link #ID_BYTES_MAX}
     */
    static byte[] discharge(Binary id, boolean fail) {
        int length = id.getLength();
        return ByteBuffer.allocate(12 + length)
                .put(VALUE_SECTION)
                .put(new byte[] {0x00, 0x53, DISCHARGE})
                .put(LIST8)
                .put((byte) (1 + 2 + length + 1))
                .put((byte) 2)
                .put(BINARY8)
                .put((byte) length)
                .put(id.getArray(), id.getArrayOffset(), length)
                .put(fail ? TRUE : FALSE)
                .array();
    }
}
