package io.carrick.jms.client;

import io.carrick.jms.wire.WireTransaction;
import io.carrick.jms.wire.XaWire;
import jakarta.jms.TransactionInProgressException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The distributed transactions of an XA session. What it sends and receives belongs to the branch that a transaction
 * manager has begun; outside of one, sends stand for themselves and messages received are acknowledged at once.
 * Thread-safe.
 */
final class XaTransaction implements SessionTransaction, XAResource {
    private final XaWire wire;
    private final Acknowledgements acknowledgements;
    private WireTransaction current;

    XaTransaction(XaWire wire, Acknowledgements acknowledgements) {
        this.wire = wire;
        this.acknowledgements = acknowledgements;
    }

    // ---- What the session asks ----

    @Override
    public synchronized WireTransaction current() {
        return current;
    }

    @Override
    public synchronized void processed() {
        if (current == null) {
            acknowledgements.acknowledgeAll();
        }
    }

    @Override
    public void commit() throws TransactionInProgressException {
        throw new TransactionInProgressException("An XA session is committed by its transaction manager");
    }

    @Override
    public void rollback() throws TransactionInProgressException {
        throw new TransactionInProgressException("An XA session is rolled back by its transaction manager");
    }

    // ---- What the transaction manager asks ----

    @Override
    public synchronized void start(Xid branch, int flags) throws XAException {
        if (current != null) {
            throw new XAException(XAException.XAER_PROTO);
        }
        current = wire.start(branch, flags);
    }

    @Override
    public synchronized void end(Xid branch, int flags) throws XAException {
        if (current != null) {
            if (flags == TMFAIL) {
                acknowledgements.restart();
            } else {
                acknowledgements.acknowledgeAll(current);
            }
            current = null;
        }
        wire.end(branch, flags);
    }

    @Override
    public int prepare(Xid branch) throws XAException {
        return wire.prepare(branch);
    }

    @Override
    public void commit(Xid branch, boolean onePhase) throws XAException {
        wire.commit(branch, onePhase);
    }

    @Override
    public void rollback(Xid branch) throws XAException {
        wire.rollback(branch);
    }

    @Override
    public void forget(Xid branch) throws XAException {
        wire.forget(branch);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return wire.recover(flags);
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return wire.setTransactionTimeout(seconds);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return wire.getTransactionTimeout();
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof XaTransaction ours
                && ours.wire.resourceManagerId().equals(wire.resourceManagerId());
    }
}
