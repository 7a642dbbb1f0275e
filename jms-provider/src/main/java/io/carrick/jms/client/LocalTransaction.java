package io.carrick.jms.client;

import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of a transacted session, one after the other. Each begins with the first message sent or received.
 * Messages received are settled at its end, so that a transaction that only received is rolled back without trace.
 */
final class LocalTransaction implements SessionTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(LocalTransaction.class);

    private final WireSession wire;
    private final Acknowledgements acknowledgements;

    private WireTransaction current;
    private JMSException failure;

    LocalTransaction(WireSession wire, Acknowledgements acknowledgements) {
        this.wire = wire;
        this.acknowledgements = acknowledgements;
    }

    @Override
    public synchronized WireTransaction current() throws JMSException {
        if (current == null) {
            current = wire.begin();
        }
        return current;
    }

    /** Begins the transaction now, so that the broker has answered by the time of its end. */
    @Override
    public void delivered() throws JMSException {
        WireTransaction begun = current();
        assert begun != null;
    }

    @Override
    public void abandon() {
        WireTransaction ended = end();
        if (ended != null) {
            try {
                ended.rollback();
            } catch (JMSException e) {
                LOG.debug("A transaction was not rolled back in order as its session closed", e);
            }
        }
    }

    @Override
    public synchronized void sendFailed(WireTransaction of, JMSException cause) {
        if (of == current && failure == null) {
            failure = cause;
        }
    }

    @Override
    public void commit() throws JMSException {
        if (failure() != null || acknowledgements.hasLost()) {
            JMSException cause = failure();
            rollback();
            throw rolledBack(cause);
        }
        WireTransaction ended = end();
        if (ended == null && acknowledgements.isEmpty()) {
            return;
        }
        if (ended == null) {
            ended = wire.begin();
        }
        acknowledgements.acknowledgeAll(ended);
        ended.commit();
    }

    @Override
    public void rollback() throws JMSException {
        WireTransaction ended = end();
        acknowledgements.restart();
        if (ended != null) {
            ended.rollback();
        }
    }

    private synchronized JMSException failure() {
        return failure;
    }

    private synchronized WireTransaction end() {
        WireTransaction ended = current;
        current = null;
        failure = null;
        return ended;
    }

    private static TransactionRolledBackException rolledBack(JMSException cause) {
        if (cause == null) {
            return new TransactionRolledBackException(
                    "The connection was lost since messages were received in the transaction; it is rolled back");
        }
        TransactionRolledBackException failure = new TransactionRolledBackException(
                "A message sent in the transaction was not taken; it is rolled back: " + cause.getMessage());
        failure.setLinkedException(cause);
        failure.initCause(cause);
        return failure;
    }
}
