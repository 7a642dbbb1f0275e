package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;

/** Where the frames of a connection go. */
public interface Output {
    /**
     * The buffer that the next frame is appended to.
     *
     * @param bytes what the frame will need at most, as a hint
     */
    ByteBuf buffer(int bytes);

    /** Makes sure that {@link Connection#flush} is called soon: something waits to be joined with what follows. */
    void scheduleFlush();

    /** False while the peer takes bytes more slowly than they are written: then no more messages should be sent. */
    boolean writable();

    /** Closes the transport once everything written so far has gone. Idempotent. */
    void close();
}
