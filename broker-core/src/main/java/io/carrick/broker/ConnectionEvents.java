package io.carrick.broker;

/** What the broker tells a connection outside the answers to its requests. Called on the connection's executor. */
public interface ConnectionEvents {
    /** The broker (an operator, or its shutdown) ends the connection. */
    void closeRequested(BrokerError reason);

    /** Number of the protocol's sessions now, for operators; 0 where there are none. Called on any thread. */
    default int sessions() {
        return 0;
    }
}
