package io.carrick.amqp.transport;

import io.carrick.amqp.engine.FrameBatch;
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
    private final Channel channel;
    private final Runnable beforeFlush;
    private final FrameBatch frames;
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
        frames = new FrameBatch(channel.alloc(), full -> channel.write(full, channel.voidPromise()));
    }

    @Override
    public ByteBuf buffer(int bytes) {
        scheduleFlush();
        return frames.buffer(bytes);
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
        frames.handOver();
        channel.flush();
        if (closing) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void close() {
        closing = true;
        scheduleFlush();
    }

    /** Gives back what will never be sent. */
    void release() {
        frames.release();
    }
}
