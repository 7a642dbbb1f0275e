package io.carrick.jms.transport;

import io.netty.buffer.ByteBuf;
import jakarta.jms.JMSException;

/**
 * Told what happens to a connection, by its event loop: {@link #connected} at most once, {@link #closed} exactly once,
 * and nothing after it. Must not block.
 */
public interface TransportListener {
    /** The socket is open, and TLS and WebSocket are negotiated. */
    void connected(Transport transport);

    /** Bytes came. They are released after the return; who keeps them retains them. */
    void received(ByteBuf bytes);

    /** No more bytes are there for the moment: a good time to {@link Transport#flush}. */
    void readComplete();

    /** {@link Transport#isWritable} has changed. */
    void writabilityChanged(boolean writable);

    /**
     * The connection is closed, or was never made.
     *
     * @param cause null if {@link Transport#close} was called; a {@link jakarta.jms.JMSSecurityException} if the broker
     *     refuses the client's certificate, or, without failover, if the client does not believe the broker's
     */
    void closed(JMSException cause);
}
