package io.carrick.amqp.transport;

import io.carrick.amqp.link.StagedBytes;
import io.netty.channel.Channel;

/** Stops reading from a socket while what was read waits for something slower. Used on the event loop only. */
final class ReadThrottle implements StagedBytes {
    private static final long HIGH_BYTES = 4L * 1024 * 1024;
    private static final long LOW_BYTES = 1024L * 1024;

    private final Channel channel;
    private long staged;
    private boolean full;
    private boolean paused;

    ReadThrottle(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void staged(int bytes) {
        staged += bytes;
        full |= staged > HIGH_BYTES;
        update();
    }

    @Override
    public void written(int bytes) {
        staged -= bytes;
        full &= staged > LOW_BYTES;
        update();
    }

    /** Stops or resumes for another reason than staged bytes. */
    void paused(boolean value) {
        paused = value;
        update();
    }

    private void update() {
        boolean read = !full && !paused;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }
}
