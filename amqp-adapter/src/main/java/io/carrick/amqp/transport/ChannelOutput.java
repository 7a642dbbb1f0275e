package io.carrick.amqp.transport;

import io.carrick.amqp.engine.Output;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/**
 * Collects the frames of one turn of the event loop in one buffer and flushes once at its end. Used on the channel's
 * event loop only.
 */
final class ChannelOutput implements Output {
    private static final int BUFFER_BYTES = 4 * 1024;
    /** A buffer of this size is handed to the channel before the turn ends. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Channel channel;
    private final Runnable beforeFlush;
    private ByteBuf pending;
    private boolean flushScheduled;
    private boolean closing;
    private boolean refusedRoom;

    /**
     * For a channel.
     *
     * @param beforeFlush called at the end of each turn in which something was written, may write more
     */
    ChannelOutput(Channel channel, Runnable beforeFlush) {
        this.channel = channel;
        this.beforeFlush = beforeFlush;
    }

    @Override
    public ByteBuf buffer(int bytes) {
        if (pending != null && pending.readableBytes() >= CHUNK_BYTES) {
            handOver();
        }
        if (pending == null) {
            pending = channel.alloc().directBuffer(Math.max(BUFFER_BYTES, bytes));
        }
        scheduleFlush();
        return pending;
    }

    @Override
    public void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    @Override
    public boolean writable() {
        boolean room = channel.isWritable();
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
        beforeFlush.run();
        flushScheduled = false;
        handOver();
        channel.flush();
        if (closing) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void handOver() {
        if (pending != null) {
            ByteBuf full = pending;
            pending = null;
            if (full.isReadable()) {
                channel.write(full, channel.voidPromise());
            } else {
                full.release();
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        scheduleFlush();
    }

    /** Gives back what will never be sent. */
    void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
