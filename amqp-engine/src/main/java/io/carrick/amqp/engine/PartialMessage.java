package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a message that comes in several transfers in memory. It grows as far as it is fed: whoever feeds it keeps
 * a limit, be it by {@link ReceivingLink}'s maximum message size or by its own. It grows by pieces and never copies what
 * it has, so that a message that never ends takes little more memory than the limit.
 */
public final class PartialMessage {
    private static final int PIECE_BYTES_MIN = 1024;
    private static final int PIECE_BYTES_MAX = 1024 * 1024;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[PIECE_BYTES_MIN];
    private int used;
    private int length;

    /** Copies the readable bytes of a part behind those before; the part's indices stay. */
    public void add(ByteBuf part) {
        int from = part.readerIndex();
        int left = part.readableBytes();
        length = Math.addExact(length, left);
        while (left > 0) {
            if (used == last.length) {
                full.add(last);
                last = new byte[Math.min(PIECE_BYTES_MAX, Math.max(left, length))];
                used = 0;
            }
            int count = Math.min(left, last.length - used);
            part.getBytes(from, last, used, count);
            used += count;
            from += count;
            left -= count;
        }
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** A copy of all parts. */
    public byte[] toArray() {
        byte[] all = new byte[length];
        int to = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, all, to, piece.length);
            to += piece.length;
        }
        System.arraycopy(last, 0, all, to, used);
        return all;
    }

    /** All parts, in one piece; maybe backed by this object. */
    public ByteBuf contents() {
        return full.isEmpty() ? Unpooled.wrappedBuffer(last, 0, used) : Unpooled.wrappedBuffer(toArray());
    }
}
