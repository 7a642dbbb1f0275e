package io.carrick.broker.core;

import io.carrick.broker.Outcome;
import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TransactionWork.Enlisted;
import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.outcome.OutcomeMemory;
import io.carrick.broker.record.OutcomeRecord;
import io.carrick.broker.record.Returned;
import io.carrick.broker.record.SettledKeys;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaOutcomeRecord.Decision;
import io.carrick.broker.record.XaPrepareRecord;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.PreparedBranch;
import io.carrick.broker.state.Subscription;
import io.carrick.broker.state.XaLedger;
import java.util.ArrayList;
import java.util.List;

/** Carries out what is decided about the work of branches: one record for each decision, the rest follows it. */
final class XaWork {
    private final BrokerState state;
    private final RecordBatch batch;
    private final Transactions transactions;
    /** Outcomes without a record, because nothing of the branch would survive a restart. */
    private final OutcomeMemory inMemory = XaLedger.newMemory();

    XaWork(BrokerState state, RecordBatch batch, Transactions transactions) {
        this.state = state;
        this.batch = batch;
        this.transactions = transactions;
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
                        transactions.grouped(accepted(work)))
                .whenApplied(() -> {
                    branch.prepared();
                    done.run();
                }));
    }

    /** Commits what was not prepared. */
    void commitAtOnce(XaBranch branch, Runnable done) {
        TransactionWork work = branch.work();
        List<SettledKeys> settled = transactions.grouped(accepted(work));
        work.end();
        Runnable finish = () -> {
            transactions.finish(work);
            done.run();
        };
        if (work.hasStaged() || !settled.isEmpty()) {
            batch.add(new XaOutcomeRecord(batch.now(), branch.xid(), work.id(), Decision.COMMIT, settled, List.of())
                    .whenApplied(finish));
        } else {
            inMemory.add(XaLedger.key(branch.xid()), XaState.COMMITTED.ordinal(), batch.now());
            finish.run();
        }
    }

    /** What the record must hold; of these deliveries the state stays, so that a rollback finds them. */
    private static List<HeldDelivery> accepted(TransactionWork work) {
        List<HeldDelivery> accepted = new ArrayList<>();
        for (Enlisted each : work.settlements()) {
            HeldDelivery delivery = each.delivery();
            if (delivery.state() == HeldDelivery.State.ENLISTED
                    && each.outcome() instanceof Outcome.Accepted
                    && delivery.journaled()) {
                accepted.add(delivery);
            }
        }
        return accepted;
    }

    /**
     * Decides what was prepared, or forgets.
     *
     * @param branch null if it was begun before the last start
     */
    void decide(Xid xid, XaBranch branch, Decision decision, Runnable done) {
        PreparedBranch prepared = state.branches().prepared(xid);
        long transactionId = prepared == null ? 0 : prepared.transactionId();
        boolean counts = branch == null && prepared != null && !decision.commits();
        List<Returned> returned = counts ? attempts(prepared) : List.of();
        XaOutcomeRecord record = new XaOutcomeRecord(batch.now(), xid, transactionId, decision, List.of(), returned);
        batch.add(record.whenApplied(() -> {
            if (branch != null && decision.commits()) {
                transactions.finish(branch.work());
            } else if (branch != null) {
                transactions.giveBack(branch.work());
            }
            done.run();
        }));
    }

    /** A failed attempt for each message, unless the restart since then counts as one. */
    private List<Returned> attempts(PreparedBranch branch) {
        List<Returned> attempts = new ArrayList<>();
        for (SettledKeys one : branch.locked()) {
            Subscription subscription = state.subscription(one.subscriptionId());
            for (int i = 0; subscription != null && i < one.count(); i++) {
                if (!subscription.suspected(one.keys()[i])) {
                    attempts.add(new Returned(one.subscriptionId(), one.keys()[i], true, false, 0));
                }
            }
        }
        return attempts;
    }

    /** Rolls back what was not prepared. */
    void undo(XaBranch branch, Runnable done) {
        TransactionWork work = branch.work();
        boolean isFirst = work.end();
        if (isFirst) {
            transactions.giveBack(work);
        }
        if (isFirst && work.hasStaged()) {
            batch.addWritten(
                    new XaOutcomeRecord(batch.now(), branch.xid(), work.id(), Decision.ROLLBACK, List.of(), List.of())
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
            transactions.giveBack(work);
            if (work.hasStaged()) {
                batch.addWritten(new OutcomeRecord(batch.now(), work.id(), false, List.of(), List.of()));
            }
        }
    }
}
