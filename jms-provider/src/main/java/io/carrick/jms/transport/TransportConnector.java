package io.carrick.jms.transport;

import io.carrick.jms.config.BrokerEndpoint;
import io.netty.channel.EventLoop;

/**
 * Makes the successive sockets of one JMS connection. Thread-safe. Holds an event loop from its creation until {@link
 * #release}.
 */
public interface TransportConnector {
    /** The thread of the connection, the same for all its sockets. Also the place for its timers. */
    EventLoop eventLoop();

    /**
     * Connects, in the background, within the connect time-out; the listener hears of the success or failure.
     * Names are resolved and key material is read anew each time.
     *
     * @param listener called by {@link #eventLoop} only
     */
    void connect(BrokerEndpoint broker, TransportListener listener);

    /** Gives the event loop back; its thread ends when it is nobody's any more. Idempotent. */
    void release();
}
