package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Assembles a message that comes in several transfers in memory. It grows as far as it is fed: whoever feeds it keeps
 * a limit, be it by {@link ReceivingLink}'s maximum message size or by its own.
 */
public final class PartialMessage {
    private static final int BYTES_MIN = 1024;

    private byte[] bytes = new byte[BYTES_MIN];
    private int length;

    /** Copies the readable bytes of a part behind those before; the part's indices stay. */
    public void add(ByteBuf part) {
        int added = part.readableBytes();
        int needed = Math.addExact(length, added);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * bytes.length)));
        }
        part.getBytes(part.readerIndex(), bytes, length, added);
        length = needed;
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** All parts; backed by this object. */
    public ByteBuf contents() {
        return Unpooled.wrappedBuffer(bytes, 0, length);
    }
}
