package io.carrick.broker;

/** What the broker tells a connection outside the answers to its requests. Called on the connection's executor. */
public interface ConnectionEvents {
    /** The broker (an operator, or its shutdown) ends the connection. */
    void closeRequested(BrokerError reason);
}
