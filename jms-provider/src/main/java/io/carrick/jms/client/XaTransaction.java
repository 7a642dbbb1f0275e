package io.carrick.jms.client;

import io.carrick.jms.wire.WireTransaction;
import io.carrick.jms.wire.XaWire;
import jakarta.jms.TransactionInProgressException;
import java.util.Arrays;
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
    /** The branch of the current work. */
    private Xid branchWorkedIn;

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

    /** The branch goes on without the session: what was received belongs to it. */
    @Override
    public synchronized void closing() {
        if (current != null) {
            acknowledgements.acknowledgeAll(current);
        }
    }

    @Override
    public synchronized WireTransaction outliving() {
        return current;
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
            throw failure(XAException.XAER_PROTO, "The session works in another branch");
        }
        current = wire.start(branch, flags);
        branchWorkedIn = branch;
    }

    /** Ends the current work, or work that was suspended. */
    @Override
    public synchronized void end(Xid branch, int flags) throws XAException {
        if (flags != TMSUCCESS && flags != TMFAIL && flags != TMSUSPEND) {
            throw failure(XAException.XAER_INVAL, "Flags 0x" + Integer.toHexString(flags) + " end no work");
        }
        if (current != null && isSame(branch, branchWorkedIn)) {
            if (flags == TMFAIL) {
                acknowledgements.restart();
            } else {
                acknowledgements.acknowledgeAll(current);
            }
            current = null;
            branchWorkedIn = null;
        }
        wire.end(branch, flags);
    }

    private static boolean isSame(Xid one, Xid other) {
        return one.getFormatId() == other.getFormatId()
                && Arrays.equals(one.getGlobalTransactionId(), other.getGlobalTransactionId())
                && Arrays.equals(one.getBranchQualifier(), other.getBranchQualifier());
    }

    private static XAException failure(int code, String text) {
        XAException failure = new XAException(text);
        failure.errorCode = code;
        return failure;
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
        String id = wire.resourceManagerId();
        return other == this
                || other instanceof XaTransaction ours
                        && !id.isEmpty()
                        && ours.wire.resourceManagerId().equals(id);
    }
}
