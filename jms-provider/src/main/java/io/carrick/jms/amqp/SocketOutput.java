package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Output;
import io.carrick.jms.transport.Transport;
import io.netty.buffer.ByteBuf;

/** Collects the frames of one turn of the I/O thread in one buffer, and flushes once at its end. */
final class SocketOutput implements Output {
    private static final int BUFFER_BYTES = 4 * 1024;
    /** A buffer of this size is handed to the socket before the turn ends. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Transport transport;
    private final Runnable requestFlush;
    private ByteBuf pending;
    private boolean refusedRoom;
    private boolean closing;

    /** @param requestFlush makes sure that {@link #flush} is called soon */
    SocketOutput(Transport transport, Runnable requestFlush) {
        this.transport = transport;
        this.requestFlush = requestFlush;
    }

    @Override
    public ByteBuf buffer(int bytes) {
        if (pending != null && pending.readableBytes() >= CHUNK_BYTES) {
            handOver();
        }
        if (pending == null) {
            pending = transport.allocator().directBuffer(Math.max(BUFFER_BYTES, bytes));
        }
        requestFlush.run();
        return pending;
    }

    @Override
    public void scheduleFlush() {
        requestFlush.run();
    }

    @Override
    public boolean writable() {
        boolean room = transport.isWritable();
        refusedRoom |= !room;
        return room;
    }

    /** Whether somebody was told that there is no room since this was last asked. */
    boolean takeRefusedRoom() {
        boolean refused = refusedRoom;
        refusedRoom = false;
        return refused;
    }

    void flush() {
        handOver();
        transport.flush();
        if (closing) {
            transport.close();
        }
    }

    private void handOver() {
        if (pending != null) {
            ByteBuf full = pending;
            pending = null;
            if (full.isReadable()) {
                transport.write(full);
            } else {
                full.release();
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        requestFlush.run();
    }

    /** Gives back what will never be sent. */
    void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
