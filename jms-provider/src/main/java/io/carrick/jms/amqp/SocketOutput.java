package io.carrick.jms.amqp;

import io.carrick.amqp.engine.FrameBatch;
import io.carrick.amqp.engine.Output;
import io.carrick.jms.transport.Transport;
import io.netty.buffer.ByteBuf;

/** Collects the frames of one turn of the I/O thread in one buffer, and flushes once at its end. */
final class SocketOutput implements Output {
    private final Transport transport;
    private final Runnable requestFlush;
    private final FrameBatch frames;
    private FrameTrace trace;
    private boolean refusedRoom;
    private boolean closing;

    /** @param requestFlush makes sure that {@link #flush} is called soon */
    SocketOutput(Transport transport, Runnable requestFlush) {
        this.transport = transport;
        this.requestFlush = requestFlush;
        frames = new FrameBatch(transport.allocator(), this::write);
    }

    /** From now on the trace is told of what is sent; null for no trace. */
    void trace(FrameTrace told) {
        trace = told;
    }

    private void write(ByteBuf bytes) {
        if (trace != null) {
            trace.sent(bytes);
        }
        transport.write(bytes);
    }

    @Override
    public ByteBuf buffer(int bytes) {
        requestFlush.run();
        return frames.buffer(bytes);
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
        frames.handOver();
        transport.flush();
        if (closing) {
            transport.close();
        }
    }

    @Override
    public void close() {
        closing = true;
        requestFlush.run();
    }

    /** Gives back what will never be sent. */
    void release() {
        frames.release();
    }
}
