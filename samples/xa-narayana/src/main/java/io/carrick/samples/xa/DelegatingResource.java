package io.carrick.samples.xa;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Another resource, with something added by a subclass. */
abstract class DelegatingResource implements XAResource {
    private final XAResource resource;

    DelegatingResource(XAResource resource) {
        this.resource = resource;
    }

    /** The other resource. */
    public final XAResource getResource() {
        return resource;
    }

    @Override
    public void start(Xid branch, int flags) throws XAException {
        resource.start(branch, flags);
    }

    @Override
    public void end(Xid branch, int flags) throws XAException {
        resource.end(branch, flags);
    }

    @Override
    public int prepare(Xid branch) throws XAException {
        return resource.prepare(branch);
    }

    @Override
    public void commit(Xid branch, boolean onePhase) throws XAException {
        resource.commit(branch, onePhase);
    }

    @Override
    public void rollback(Xid branch) throws XAException {
        resource.rollback(branch);
    }

    @Override
    public void forget(Xid branch) throws XAException {
        resource.forget(branch);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return resource.recover(flags);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return resource.isSameRM(innermost(other));
    }

    private static XAResource innermost(XAResource other) {
        return other instanceof DelegatingResource delegating ? innermost(delegating.resource) : other;
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return resource.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return resource.setTransactionTimeout(seconds);
    }
}
