package io.carrick.broker.core;

import io.carrick.broker.Outcome;
import io.carrick.broker.core.TransactionWork.Enlisted;
import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.record.Condemned;
import io.carrick.broker.record.Declined;
import io.carrick.broker.record.ReturnRecord;
import io.carrick.broker.record.Returned;
import io.carrick.broker.record.SettledKeys;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.PreparedBranch;
import io.carrick.broker.state.Subscription;
import java.util.ArrayList;
import java.util.List;

/** What was received in transactions, and how it ends with them. */
final class Receipts {
    private final BrokerState state;
    private final RecordBatch batch;
    private final Settlements settlements;
    private final Verdicts verdicts;
    private final Moves moves;

    Receipts(BrokerState state, RecordBatch batch, Settlements settlements, Verdicts verdicts, Moves moves) {
        this.state = state;
        this.batch = batch;
        this.settlements = settlements;
        this.verdicts = verdicts;
        this.moves = moves;
    }

    // --- prepare

    /** What a prepared branch will settle at its commit. */
    List<SettledKeys> accepted(TransactionWork work) {
        CommitPlan accepted = new CommitPlan();
        for (Enlisted each : work.settlements()) {
            if (mustBeRecorded(each) && each.outcome() instanceof Outcome.Accepted) {
                accepted.settle(each.delivery());
            }
        }
        return accepted.settled();
    }

    /** What a prepared branch holds besides. */
    List<Declined> declined(TransactionWork work) {
        List<Declined> declined = new ArrayList<>(0);
        for (Enlisted each : work.settlements()) {
            if (mustBeRecorded(each) && !(each.outcome() instanceof Outcome.Accepted)) {
                HeldDelivery delivery = each.delivery();
                declined.add(new Declined(delivery.subscription().id(), delivery.key(), each.outcome()));
            }
        }
        return declined;
    }

    private static boolean mustBeRecorded(Enlisted each) {
        return each.delivery().state() == HeldDelivery.State.ENLISTED
                && each.delivery().journaled();
    }

    // --- commit

    /** How the commit of a transaction ends what it holds; these deliveries can no longer go another way. */
    CommitPlan commit(TransactionWork work) {
        CommitPlan plan = new CommitPlan();
        for (Enlisted each : work.settlements()) {
            HeldDelivery delivery = each.delivery();
            if (delivery.state() != HeldDelivery.State.ENLISTED) {
                continue;
            }
            if (each.outcome() instanceof Outcome.Accepted) {
                delivery.state(HeldDelivery.State.SETTLING);
                if (delivery.journaled()) {
                    plan.settle(delivery);
                }
                plan.afterwards(() -> unlessGone(delivery, () -> settlements.settledByOutcome(delivery)));
            } else if (delivery.journaled()) {
                decline(delivery, settlements.verdict(delivery, each.outcome()), plan);
            } else {
                plan.afterwards(() -> unlessGone(delivery, () -> {
                    delivery.state(HeldDelivery.State.HELD);
                    settlements.settle(List.of(delivery), each.outcome(), null);
                }));
            }
        }
        return plan;
    }

    private void decline(HeldDelivery delivery, Verdict verdict, CommitPlan plan) {
        if (verdict instanceof Verdict.Counted counted) {
            settlements.comingBack(delivery);
            plan.add(counted.returned());
        } else if (verdict instanceof Verdict.Dead dead) {
            delivery.state(HeldDelivery.State.SETTLING);
            plan.add(new Condemned(delivery.subscription().id(), delivery.key(), dead.reason()));
            plan.afterwards(
                    () -> unlessGone(delivery, () -> settlements.deadLetter(delivery, dead.reason(), () -> {})));
        } else if (verdict instanceof Verdict.Requeued requeued) {
            plan.afterwards(
                    () -> unlessGone(delivery, () -> settlements.requeue(delivery, requeued.notToItsConsumer())));
        }
    }

    private static void unlessGone(HeldDelivery delivery, Runnable action) {
        if (delivery.state() != HeldDelivery.State.DONE) {
            action.run();
        }
    }

    /** How the commit ends what a branch holds that was prepared before the last start. */
    CommitPlan commit(PreparedBranch branch) {
        CommitPlan plan = new CommitPlan();
        for (Declined each : branch.declined()) {
            Subscription subscription = state.subscription(each.subscriptionId());
            if (subscription == null || subscription.isSettled(each.key())) {
                continue;
            }
            Verdict verdict = verdicts.of(subscription, each.key(), each.outcome());
            if (verdict instanceof Verdict.Counted counted) {
                plan.add(counted.returned());
            } else if (verdict instanceof Verdict.Dead dead) {
                Condemned condemned = new Condemned(subscription.id(), each.key(), dead.reason());
                plan.add(condemned);
                plan.afterwards(() -> bury(subscription, condemned));
            }
        }
        return plan;
    }

    /** Goes on with what was committed before the last start and not carried out. */
    void resume() {
        for (Condemned each : state.condemned()) {
            bury(state.subscription(each.subscriptionId()), each);
        }
    }

    /** A queue may have become a dead-letter address meanwhile, by its settings: then the message stays there. */
    private void bury(Subscription subscription, Condemned one) {
        if (moves.isDeadLetterAddress(subscription)) {
            Returned pardoned = new Returned(one.subscriptionId(), one.key(), false, false, 0);
            batch.addWritten(new ReturnRecord(batch.now(), List.of(pardoned)));
        } else {
            moves.deadLetter(subscription, one.key(), one.reason(), () -> {});
        }
    }

    // --- rollback

    /** Returns what was received in a transaction that is rolled back. */
    void giveBack(TransactionWork work) {
        for (Enlisted each : work.settlements()) {
            settlements.rolledBack(each.delivery(), each.settled());
        }
    }

    /** Returns what was given to a transaction only after its end. */
    void giveBack(HeldDelivery delivery, boolean settled) {
        delivery.state(HeldDelivery.State.ENLISTED);
        settlements.rolledBack(delivery, settled);
    }

    /**
     * A failed attempt for each message of a branch that was prepared before the last start, unless that start counts as
     * one.
     */
    List<Returned> attempts(PreparedBranch branch) {
        List<Returned> attempts = new ArrayList<>();
        for (SettledKeys one : branch.accepted()) {
            for (int i = 0; i < one.count(); i++) {
                addAttempt(one.subscriptionId(), one.keys()[i], attempts);
            }
        }
        for (Declined one : branch.declined()) {
            addAttempt(one.subscriptionId(), one.key(), attempts);
        }
        return attempts;
    }

    private void addAttempt(long subscriptionId, long key, List<Returned> attempts) {
        Subscription subscription = state.subscription(subscriptionId);
        if (subscription != null && !subscription.suspected(key)) {
            attempts.add(new Returned(subscriptionId, key, true, false, 0));
        }
    }
}
