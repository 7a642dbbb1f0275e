package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Joins the frames of one turn of an I/O thread in few buffers: what an {@link Output} over a socket is made of. Not
 * thread-safe.
 */
public final class FrameBatch {
    private static final int BUFFER_BYTES = 4 * 1024;
    /** A buffer of this size is handed over before the turn ends. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> socket;
    private ByteBuf pending;

    /** @param socket takes over each buffer, to write it; need not flush */
    public FrameBatch(ByteBufAllocator allocator, Consumer<ByteBuf> socket) {
        this.allocator = allocator;
        this.socket = socket;
    }

    /** The buffer that the next frame, of about so many bytes, is appended to. */
    public ByteBuf buffer(int bytes) {
        if (pending != null && pending.readableBytes() >= CHUNK_BYTES) {
            handOver();
        }
        if (pending == null) {
            pending = allocator.directBuffer(Math.max(BUFFER_BYTES, bytes));
        }
        return pending;
    }

    /** Gives the socket what was collected. */
    public void handOver() {
        if (pending != null) {
            ByteBuf full = pending;
            pending = null;
            if (full.isReadable()) {
                socket.accept(full);
            } else {
                full.release();
            }
        }
    }

    /** Gives back what will never be sent. */
    public void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
