package io.carrick.jms.client;

import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;

/** What the sends and acknowledgements of a session are part of. */
interface SessionTransaction {
    /** Of a session that is not transacted. */
    SessionTransaction NONE = new SessionTransaction() {
        @Override
        public WireTransaction current() {
            return null;
        }

        @Override
        public void commit() throws JMSException {
            throw new IllegalStateException("The session is not transacted");
        }

        @Override
        public void rollback() throws JMSException {
            throw new IllegalStateException("The session is not transacted");
        }
    };

    /** The transaction that a message sent or received now belongs to; null for none. */
    WireTransaction current() throws JMSException;

    /** A message is given to the application. */
    default void delivered() throws JMSException {}

    /** The application has the message. */
    default void processed() {}

    /** The session is about to give back what was not acknowledged. */
    default void closing() {}

    /** What the session must not be closed before; null for nothing. */
    default WireTransaction outliving() {
        return null;
    }

    /** The session is closed. */
    default void abandon() {}

    /** A message sent within the transaction failed after its send had returned. */
    default void sendFailed(WireTransaction of, JMSException cause) {}

    void commit() throws JMSException;

    void rollback() throws JMSException;
}
