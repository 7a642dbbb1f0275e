package io.carrick.broker;

import java.util.concurrent.Executor;

/** The broker as a protocol adapter sees it. Thread-safe. */
public interface Broker {

    /**
     * Registers a client connection.
     *
     * @param client who connects
     * @param events told of what the broker does to the connection, on {@code loop}
     * @param loop runs every callback of this connection, one at a time and in order (an I/O event loop)
     * @return the connection; it must be closed by {@link BrokerConnection#close()} when the client is gone
     */
    BrokerConnection connect(ClientInfo client, ConnectionEvents events, Executor loop);

    /** Which broker this is: the same over restarts, and of no other broker. */
    String id();

    /** Operations of an operator. */
    Administration administration();
}
