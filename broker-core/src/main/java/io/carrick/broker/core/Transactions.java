package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Reply;
import io.carrick.broker.core.TransactionWork.MemorySend;
import io.carrick.broker.record.OutcomeRecord;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.TransactionOutcomes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Ends local transactions: one record decides all that must survive, the rest follows it. */
final class Transactions {
    private final BrokerState state;
    private final RecordBatch batch;
    private final Receipts receipts;
    private final Counters counters;
    /** Those without outcome, by id, the oldest first. */
    private final Map<Long, OpenWork> open = new LinkedHashMap<>();
    /** What was committed without a record, because nothing of it would survive a restart. */
    private final TransactionOutcomes committedInMemory = new TransactionOutcomes();

    private final HalfDecisions halfDecisions;

    Transactions(
            BrokerState state, RecordBatch batch, Receipts receipts, HalfDecisions halfDecisions, Counters counters) {
        this.state = state;
        this.batch = batch;
        this.receipts = receipts;
        this.halfDecisions = halfDecisions;
        this.counters = counters;
    }

    /**
     * A local transaction without outcome.
     *
     * @param connection over which it was begun
     */
    record OpenWork(TransactionWork work, CoreConnection connection, long bornMillis) {}

    /** A client has begun a transaction. */
    void begun(TransactionWork work, CoreConnection connection) {
        open.put(work.id(), new OpenWork(work, connection, batch.now()));
    }

    /** Those without outcome, the oldest first. */
    Collection<OpenWork> open() {
        return Collections.unmodifiableCollection(open.values());
    }

    /** The one of that id if it has no outcome yet, else null. */
    OpenWork find(long id) {
        return open.get(id);
    }

    /** Whether it was committed lately. */
    boolean isCommitted(long id) {
        return state.outcomes().isCommitted(id) || committedInMemory.isCommitted(id);
    }

    /** Commits, when all that was sent in the transaction has reached its address. */
    void commit(TransactionWork work, Reply<Void> reply) {
        work.committing();
        Reply<Void> decided = Reply.of(
                done -> {
                    decided(work);
                    reply.succeeded(done);
                },
                error -> {
                    decided(work);
                    reply.failed(error);
                });
        work.whenRouted(() -> commitRouted(work, decided));
    }

    private void decided(TransactionWork work) {
        open.remove(work.id());
        work.decided();
    }

    /** Tells what became of a transaction; see {@link io.carrick.broker.BrokerConnection#transactionOutcome}. */
    void tellOutcome(long id, String containerId, Reply<Void> reply) {
        OpenWork found = open.get(id);
        TransactionWork work = found == null ? null : found.work();
        if (work == null) {
            tellRemembered(id, reply);
        } else if (!Objects.equals(work.containerId(), containerId)) {
            reply.failed(unknown());
        } else if (work.isCommitting()) {
            work.whenDecided(() -> tellRemembered(id, reply));
        } else {
            BrokerError late = new BrokerError(
                    Code.TRANSACTION_ROLLBACK,
                    "The transaction was rolled back: its connection was lost before a commit");
            rollback(work, Reply.of(done -> reply.failed(late), reply::failed));
        }
    }

    private void tellRemembered(long id, Reply<Void> reply) {
        if (isCommitted(id)) {
            reply.succeeded(null);
        } else {
            reply.failed(unknown());
        }
    }

    private static BrokerError unknown() {
        return new BrokerError(Code.TRANSACTION_UNKNOWN, "No transaction of this id was committed lately");
    }

    private void commitRouted(TransactionWork work, Reply<Void> reply) {
        BrokerError conflict = halfDecisions.conflict(work);
        if (conflict != null) {
            work.rollbackOnly(conflict);
        }
        if (work.rollbackReason() != null) {
            BrokerError reason = work.rollbackReason();
            rollback(
                    work,
                    Reply.of(
                            done -> reply.failed(new BrokerError(
                                    Code.TRANSACTION_ROLLBACK, "Rolled back: " + reason.text(), reason.info())),
                            reply::failed));
        } else if (!work.end()) {
            reply.failed(alreadyEnded());
        } else {
            decide(work, reply);
        }
    }

    private void decide(TransactionWork work, Reply<Void> reply) {
        CommitPlan plan = receipts.commit(work);
        Runnable decided = halfDecisions.committing(work.halves());
        Runnable finish = () -> {
            counters.localCommitted.increment();
            decided.run();
            finish(work, plan);
            reply.succeeded(null);
        };
        if (work.hasStaged() || plan.isJournaled() || !work.halves().isEmpty()) {
            batch.add(OutcomeRecord.commit(
                            batch.now(), work.id(), plan.settled(), plan.returned(), plan.condemned(), work.halves())
                    .whenApplied(finish));
        } else {
            committedInMemory.committed(work.id(), batch.now());
            finish.run();
        }
    }

    /** Does what a commit brings with it that is in no record. */
    void finish(TransactionWork work, CommitPlan plan) {
        for (MemorySend send : work.memorySends()) {
            if (!send.address().deleted()) {
                state.enqueueInMemory(send.address(), send.body());
            }
        }
        plan.carryOut();
    }

    void rollback(TransactionWork work, Reply<Void> reply) {
        if (work.isReleased()) {
            open.remove(work.id());
            reply.succeeded(null);
        } else if (!work.end()) {
            reply.failed(alreadyEnded());
        } else {
            open.remove(work.id());
            undo(work, () -> reply.succeeded(null));
        }
    }

    /**
     * Undoes the work of a transaction that its client has not ended, and leaves it no other end than a rollback, of
     * which the client learns when it ends it.
     */
    void release(TransactionWork work, BrokerError reason, Runnable done) {
        work.rollbackOnly(reason);
        work.end();
        undo(work, done);
        work.released();
    }

    private void undo(TransactionWork work, Runnable done) {
        counters.localRolledBack.increment();
        receipts.giveBack(work);
        if (work.hasStaged() || !work.settlements().isEmpty()) {
            // Behind the counted attempts of what was given back: they are to be seen when this is answered.
            batch.addWritten(OutcomeRecord.rollback(batch.now(), work.id()).whenApplied(done));
        } else {
            done.run();
        }
    }

    private static BrokerError alreadyEnded() {
        return new BrokerError(Code.TRANSACTION_UNKNOWN, "The transaction has ended already");
    }
}
