package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;

/** The bytes of a message to send, taken frame by frame as the peer and the socket have room. */
public interface Payload {
    /** Bytes not taken yet. */
    long remaining();

    /**
     * Appends the next bytes; {@code bytes} is at most {@link #remaining()}.
     *
     * @throws java.io.UncheckedIOException if they cannot be read; the delivery has failed then
     */
    void takeInto(ByteBuf out, int bytes);

    /** No more bytes are taken: all are, or the link is gone. Called once for a payload that was sent. */
    default void release() {
        // Most payloads own nothing that must be given back.
    }

    /** A payload of all bytes of an array, which must not change until it is sent. */
    static Payload of(byte[] bytes) {
        return new ArrayPayload(bytes, 0, bytes.length);
    }

    /** A payload of the bytes {@code from} to before {@code to}, which must not change until they are sent. */
    static Payload of(byte[] bytes, int from, int to) {
        return new ArrayPayload(bytes, from, to);
    }

    /** A payload of the readable bytes of a buffer, which is taken over and released in the end. */
    static Payload of(ByteBuf bytes) {
        return new BufferPayload(bytes);
    }
}
