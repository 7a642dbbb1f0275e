package io.carrick.broker.core;

import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import io.carrick.broker.outcome.OutcomeMemory;
import io.carrick.broker.record.Condemned;
import io.carrick.broker.record.OutcomeRecord;
import io.carrick.broker.record.Returned;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaOutcomeRecord.Decision;
import io.carrick.broker.record.XaPrepareRecord;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.PreparedBranch;
import io.carrick.broker.state.XaLedger;
import java.util.List;

/** Carries out what is decided about the work of branches: one record for each decision, the rest follows it. */
final class XaWork {
    private final BrokerState state;
    private final RecordBatch batch;
    private final Transactions transactions;
    private final Receipts receipts;
    /** Outcomes without a record, because nothing of the branch would survive a restart. */
    private final OutcomeMemory inMemory;

    XaWork(BrokerState state, RecordBatch batch, Transactions transactions, Receipts receipts) {
        this.state = state;
        inMemory = state.branches().newMemory();
        this.batch = batch;
        this.transactions = transactions;
        this.receipts = receipts;
    }

    /** What is remembered of a branch without a record. */
    XaState rolledBackInMemory(Xid xid) {
        return XaLedger.remembered(inMemory, xid);
    }

    /** Makes all work of a branch durable. */
    void prepare(XaBranch branch, Runnable done) {
        TransactionWork work = branch.work();
        work.end();
        batch.add(new XaPrepareRecord(
                        batch.now(),
                        branch.xid(),
                        work.id(),
                        branch.owner(),
                        branch.containerId(),
                        receipts.accepted(work),
                        receipts.declined(work))
                .whenApplied(() -> {
                    branch.prepared();
                    done.run();
                }));
    }

    /** Commits what was not prepared. */
    void commitAtOnce(XaBranch branch, Runnable done) {
        TransactionWork work = branch.work();
        work.end();
        CommitPlan plan = receipts.commit(work);
        Runnable finish = () -> {
            transactions.finish(work, plan);
            done.run();
        };
        if (work.hasStaged() || plan.isJournaled()) {
            batch.add(new XaOutcomeRecord(
                            batch.now(),
                            branch.xid(),
                            work.id(),
                            Decision.COMMIT,
                            plan.settled(),
                            plan.returned(),
                            plan.condemned())
                    .whenApplied(finish));
        } else {
            inMemory.add(XaLedger.key(branch.xid()), XaState.COMMITTED.ordinal(), batch.now());
            finish.run();
        }
    }

    /**
     * Commits what was prepared.
     *
     * @param branch null if it was begun before the last start
     */
    void commit(Xid xid, XaBranch branch, Decision decision, Runnable done) {
        CommitPlan plan =
                branch == null ? receipts.commit(state.branches().prepared(xid)) : receipts.commit(branch.work());
        write(xid, decision, plan.returned(), plan.condemned(), () -> {
            if (branch == null) {
                plan.carryOut();
            } else {
                transactions.finish(branch.work(), plan);
            }
            done.run();
        });
    }

    /**
     * Rolls back what was prepared.
     *
     * @param branch null if it was begun before the last start
     */
    void rollBack(Xid xid, XaBranch branch, Decision decision, Runnable done) {
        List<Returned> returned =
                branch == null ? receipts.attempts(state.branches().prepared(xid)) : List.of();
        write(xid, decision, returned, List.of(), () -> {
            if (branch != null) {
                receipts.giveBack(branch.work());
            }
            done.run();
        });
    }

    /** Forgets what an operator has decided. */
    void forget(Xid xid, Runnable done) {
        write(xid, Decision.FORGET, List.of(), List.of(), done);
    }

    private void write(
            Xid xid, Decision decision, List<Returned> returned, List<Condemned> condemned, Runnable applied) {
        PreparedBranch prepared = state.branches().prepared(xid);
        long transactionId = prepared == null ? 0 : prepared.transactionId();
        batch.add(new XaOutcomeRecord(batch.now(), xid, transactionId, decision, List.of(), returned, condemned)
                .whenApplied(applied));
    }

    /** Rolls back what was not prepared. */
    void undo(XaBranch branch, Runnable done) {
        TransactionWork work = branch.work();
        boolean isFirst = work.end();
        if (isFirst) {
            receipts.giveBack(work);
        }
        if (isFirst && work.hasStaged()) {
            batch.addWritten(new XaOutcomeRecord(
                            batch.now(), branch.xid(), work.id(), Decision.ROLLBACK, List.of(), List.of(), List.of())
                    .whenApplied(done));
        } else {
            inMemory.add(XaLedger.key(branch.xid()), XaState.ROLLED_BACK.ordinal(), batch.now());
            done.run();
        }
    }

    /** Rolls the work of a branch back that can take no other end; the branch stays until it is told so. */
    void release(XaBranch branch) {
        TransactionWork work = branch.work();
        if (work.end()) {
            receipts.giveBack(work);
            if (work.hasStaged()) {
                batch.addWritten(OutcomeRecord.rollback(batch.now(), work.id()));
            }
        }
    }
}
