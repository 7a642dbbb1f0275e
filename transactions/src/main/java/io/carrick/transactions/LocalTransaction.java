package io.carrick.transactions;

import io.carrick.broker.BrokerError;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Transaction;
import java.util.List;

/** One local transaction of one connection, or its work in a branch of a distributed one. Used from the connection's executor only. */
public final class LocalTransaction {
    private final byte[] id;
    private final long deadlineMillis;
    private final Transaction work;
    private final boolean ofBranch;
    private TransactionState state = TransactionState.ACTIVE;
    private BrokerError rollbackReason;

    LocalTransaction(byte[] id, long deadlineMillis, Transaction work) {
        this(id, deadlineMillis, work, false);
    }

    private LocalTransaction(byte[] id, long deadlineMillis, Transaction work, boolean ofBranch) {
        this.ofBranch = ofBranch;
        this.id = id;
        this.deadlineMillis = deadlineMillis;
        this.work = work;
    }

    /** Work in a branch, whose time the broker minds. */
    static LocalTransaction ofBranch(byte[] id, Transaction work) {
        return new LocalTransaction(id, Long.MAX_VALUE, work, true);
    }

    /** Whether it is not for the client to end, being work in a branch of a distributed transaction. */
    public boolean isOfBranch() {
        return ofBranch;
    }

    /** The id that the client names it by, unique within the connection; not to be changed. */
    public byte[] id() {
        return id;
    }

    public TransactionState state() {
        return state;
    }

    /** Why it can only be rolled back; null if it is not {@link TransactionState#ROLLBACK_ONLY}. */
    public BrokerError rollbackReason() {
        return rollbackReason;
    }

    /** The broker's transaction, to send messages in. */
    public Transaction work() {
        return work;
    }

    /** Enlists settlements; see {@link Transaction#settle}. */
    public void settle(List<Delivery> deliveries, Outcome outcome, boolean settled) {
        work.settle(deliveries, outcome, settled);
    }

    /** Lets it take no other end than a rollback. The first reason is kept. */
    public void rollbackOnly(BrokerError reason) {
        if (state == TransactionState.ACTIVE) {
            state = TransactionState.ROLLBACK_ONLY;
            rollbackReason = reason;
            work.rollbackOnly(reason);
        }
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    boolean expired(long nowMillis) {
        return state == TransactionState.ACTIVE && nowMillis >= deadlineMillis;
    }

    void state(TransactionState next) {
        state = next;
    }
}
