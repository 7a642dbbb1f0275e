package io.carrick.broker.core;

import io.carrick.broker.Transaction;
import io.carrick.broker.XaTransactions;
import io.carrick.broker.Xid;

/** The work of one session in a branch. */
final class XaAssociation implements XaTransactions.Association {
    private final long id;
    private final XaBranch branch;
    private final CoreConnection connection;
    private final Transaction work;

    XaAssociation(long id, XaBranch branch, CoreConnection connection) {
        this.id = id;
        this.branch = branch;
        this.connection = connection;
        work = connection.workIn(branch.work());
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Xid xid() {
        return branch.xid();
    }

    @Override
    public Transaction work() {
        return work;
    }

    XaBranch branch() {
        return branch;
    }

    CoreConnection connection() {
        return connection;
    }
}
