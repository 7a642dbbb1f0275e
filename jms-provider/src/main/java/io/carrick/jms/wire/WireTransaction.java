package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/** A transaction of a session. Sends and settlements given to it before an end take part in that end. */
public interface WireTransaction {
    /**
     * Commits, and waits for the outcome. An answer that was lost is asked for again, at the broker that remembers it.
     *
     * @throws jakarta.jms.TransactionRolledBackException if the broker has rolled it back, or a part of it could not be
     *     done, or a failover took it
     * @throws JMSException if the outcome cannot be known
     */
    void commit() throws JMSException;

    /** Rolls back, and waits for it. Succeeds if the broker has lost the transaction. */
    void rollback() throws JMSException;

    /**
     * Runs something as soon as the transaction has ended, one way or the other, before {@link #commit} or {@link
     * #rollback} return. On the I/O thread or at once; must not block.
     */
    void whenEnded(Runnable action);
}
