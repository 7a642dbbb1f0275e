package io.carrick.jms.wire;

import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/**
 * The distributed transactions of a broker, one object for each XA session. The methods are those of {@link
 * javax.transaction.xa.XAResource} with its flags and error codes, and wait like those of {@link WireConnection}.
 */
public interface XaWire {
    /**
     * Begins, joins or resumes work for a branch.
     *
     * @return what sends and settlements that belong to the branch are given; its own commit and rollback are never
     *     called
     */
    WireTransaction start(Xid branch, int flags) throws XAException;

    void end(Xid branch, int flags) throws XAException;

    int prepare(Xid branch) throws XAException;

    void commit(Xid branch, boolean onePhase) throws XAException;

    void rollback(Xid branch) throws XAException;

    void forget(Xid branch) throws XAException;

    Xid[] recover(int flags) throws XAException;

    boolean setTransactionTimeout(int seconds) throws XAException;

    int getTransactionTimeout() throws XAException;

    /** Which broker this is: two sessions of the same one may share a branch ({@code isSameRM}). */
    String resourceManagerId();
}
