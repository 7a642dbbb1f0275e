package io.carrick.amqp.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** The parts of a message that comes in several transfers, as long as it is small enough to be held in memory. */
final class PartialMessage {
    private static final int BYTES_MIN = 1024;

    private byte[] bytes = new byte[BYTES_MIN];
    private int length;

    void add(ByteBuf part) {
        int added = part.readableBytes();
        if (length + added > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + added, 2 * bytes.length));
        }
        part.getBytes(part.readerIndex(), bytes, length, added);
        length += added;
    }

    int length() {
        return length;
    }

    /** All parts; backed by this object. */
    ByteBuf contents() {
        return Unpooled.wrappedBuffer(bytes, 0, length);
    }
}
