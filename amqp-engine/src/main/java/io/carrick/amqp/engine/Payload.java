package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;

/** The bytes of a message to send, taken frame by frame as the peer and the socket have room. */
public interface Payload {
    /** Bytes not taken yet. */
    long remaining();

    /** Appends the next bytes; {@code bytes} is at most {@link #remaining()}. */
    void takeInto(ByteBuf out, int bytes);
}
