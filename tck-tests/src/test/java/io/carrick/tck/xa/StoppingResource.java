package io.carrick.tck.xa;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A resource that passes a {@link Breakpoint} before it prepares and before it commits. */
final class StoppingResource implements XAResource {
    private final XAResource resource;
    private final Breakpoint breakpoint;
    private final Rank rank;

    /** In which order the transaction manager asks. */
    enum Rank {
        FIRST(Breakpoint.Place.BEFORE_PREPARE, Breakpoint.Place.AFTER_DECISION),
        SECOND(Breakpoint.Place.BETWEEN_PREPARES, Breakpoint.Place.BETWEEN_COMMITS);

        private final Breakpoint.Place prepares;
        private final Breakpoint.Place commits;

        Rank(Breakpoint.Place prepares, Breakpoint.Place commits) {
            this.prepares = prepares;
            this.commits = commits;
        }
    }

    StoppingResource(XAResource resource, Breakpoint breakpoint, Rank rank) {
        this.resource = resource;
        this.breakpoint = breakpoint;
        this.rank = rank;
    }

    @Override
    public int prepare(Xid branch) throws XAException {
        breakpoint.pass(rank.prepares);
        return resource.prepare(branch);
    }

    @Override
    public void commit(Xid branch, boolean onePhase) throws XAException {
        if (!onePhase) {
            breakpoint.pass(rank.commits);
        }
        resource.commit(branch, onePhase);
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
        return resource.isSameRM(other instanceof StoppingResource stopping ? stopping.resource : other);
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
