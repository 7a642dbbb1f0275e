package io.carrick.broker.core;

import io.carrick.broker.Outcome;
import io.carrick.broker.dispatch.ActiveConsumer;
import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.record.ReturnRecord;
import io.carrick.broker.record.Returned;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.Subscription;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ends deliveries: what their consumers decided, or that their consumers are gone. */
final class Settlements {
    /** A consumer that releases the same message more often than this is failing on it. */
    private static final int RELEASES_MAX = 10;

    private static final int RELEASES_REMEMBERED_MAX = 10_000;

    private final BrokerState state;
    private final RecordBatch batch;
    private final Dispatchers dispatchers;
    private final Moves moves;
    private final Verdicts verdicts;
    private final Counters counters;
    private final Map<ActiveConsumer, Map<Long, Integer>> releases = new HashMap<>();

    Settlements(
            BrokerState state,
            RecordBatch batch,
            Dispatchers dispatchers,
            Moves moves,
            Verdicts verdicts,
            Counters counters) {
        this.state = state;
        this.batch = batch;
        this.dispatchers = dispatchers;
        this.moves = moves;
        this.verdicts = verdicts;
        this.counters = counters;
    }

    /**
     * Settles what is still held; the rest is passed over.
     *
     * @param whenDurable run when the outcome is safe; null if nobody asks
     */
    void settle(List<HeldDelivery> deliveries, Outcome outcome, Runnable whenDurable) {
        Pending pending = new Pending(whenDurable);
        for (int i = 0; i < deliveries.size(); i++) {
            HeldDelivery delivery = deliveries.get(i);
            if (delivery.state() == HeldDelivery.State.HELD) {
                settle(delivery, outcome, pending);
            }
        }
        pending.allSubmitted();
    }

    private void settle(HeldDelivery delivery, Outcome outcome, Pending pending) {
        if (outcome instanceof Outcome.Accepted) {
            accept(delivery, pending);
        } else {
            carryOut(delivery, verdict(delivery, outcome), pending);
        }
    }

    /** What an outcome other than accepted makes of a delivery. */
    Verdict verdict(HeldDelivery delivery, Outcome outcome) {
        return outcome instanceof Outcome.Released && isReleasedTooOften(delivery)
                ? verdicts.failed(delivery.subscription(), delivery.key(), 0)
                : verdicts.of(delivery.subscription(), delivery.key(), outcome);
    }

    private void carryOut(HeldDelivery delivery, Verdict verdict, Pending pending) {
        if (verdict instanceof Verdict.Requeued requeued) {
            requeue(delivery, requeued.notToItsConsumer());
        } else if (verdict instanceof Verdict.Counted counted) {
            giveBack(delivery, counted.returned(), pending);
        } else if (verdict instanceof Verdict.Dead dead) {
            deadLetter(delivery, dead.reason(), pending.one());
        }
    }

    private void accept(HeldDelivery delivery, Pending pending) {
        counters.acknowledged.increment();
        if (delivery.journaled()) {
            delivery.state(HeldDelivery.State.SETTLING);
            batch.settle(delivery.subscription().id(), delivery.key(), pending.isAwaited());
            Runnable done = pending.one();
            batch.whenSettled(() -> {
                leaveDispatch(delivery);
                done.run();
            });
        } else {
            state.settle(delivery.subscription(), delivery.key());
            leaveDispatch(delivery);
        }
    }

    /** Takes an accepted delivery out of dispatch; its settlement is in a transaction's outcome. */
    void settledByOutcome(HeldDelivery delivery) {
        counters.acknowledged.increment();
        if (!delivery.journaled()) {
            state.settle(delivery.subscription(), delivery.key());
        }
        leaveDispatch(delivery);
    }

    private void leaveDispatch(HeldDelivery delivery) {
        SubscriptionDispatch dispatch = dispatchers.find(delivery.subscription());
        if (dispatch != null) {
            dispatch.settled(delivery);
            if (delivery.holder().closed()) {
                dispatchers.wake(dispatch);
            }
        }
    }

    /** The consumer is gone, without anything left to return. */
    void forget(ActiveConsumer consumer) {
        releases.remove(consumer);
    }

    private boolean isReleasedTooOften(HeldDelivery delivery) {
        if (delivery.holder().closed()) {
            return false;
        }
        Map<Long, Integer> counts = releases.computeIfAbsent(delivery.holder(), c -> new HashMap<>());
        if (counts.size() >= RELEASES_REMEMBERED_MAX) {
            counts.clear();
        }
        return counts.merge(delivery.key(), 1, Integer::sum) > RELEASES_MAX;
    }

    /** Takes a delivery back without any trace. */
    void requeue(HeldDelivery delivery, boolean notToItsConsumer) {
        SubscriptionDispatch dispatch = dispatchOf(delivery);
        dispatch.release(delivery, notToItsConsumer);
        dispatchers.wake(dispatch);
    }

    /** The consumer's connection could not read the message: it is taken out of the way of those behind it. */
    void unreadable(HeldDelivery delivery, UncheckedIOException cause) {
        Subscription subscription = delivery.subscription();
        SubscriptionDispatch dispatch = dispatchers.find(subscription);
        if (dispatch == null) {
            return;
        }
        dispatch.reportUnreadable(delivery.key(), cause);
        if (delivery.state() != HeldDelivery.State.HELD) {
            return;
        }
        delivery.state(HeldDelivery.State.SETTLING);
        if (!moves.setAside(subscription, delivery.key(), cause.getMessage(), () -> leaveDispatch(delivery))) {
            dispatch.passOver(delivery);
            dispatchers.wake(dispatch);
        }
    }

    /**
     * Sends a delivery to the dead-letter address.
     *
     * @param whenGone run when it is there
     */
    void deadLetter(HeldDelivery delivery, String reason, Runnable whenGone) {
        delivery.state(HeldDelivery.State.SETTLING);
        moves.deadLetter(delivery.subscription(), delivery.key(), reason, () -> {
            leaveDispatch(delivery);
            whenGone.run();
        });
    }

    private void giveBack(HeldDelivery delivery, Returned returned, Pending pending) {
        comingBack(delivery);
        if (delivery.journaled()) {
            batch.addWritten(new ReturnRecord(batch.now(), List.of(returned)).whenApplied(pending.one()));
        } else {
            state.returned(delivery.subscription(), returned);
        }
    }

    /** A record that returns the delivery is on its way through the journal. */
    void comingBack(HeldDelivery delivery) {
        dispatchOf(delivery).comingBack(delivery);
    }

    /**
     * A consumer is gone: what it holds returns, marked as possibly seen. What is enlisted in a transaction waits for
     * its outcome. If its client has vanished, the first message that was lost too often is taken to be the cause and
     * dies; only that one, since those behind it may be innocent.
     */
    void returnAll(SubscriptionDispatch dispatch, ActiveConsumer consumer) {
        releases.remove(consumer);
        List<Returned> journaled = new ArrayList<>();
        boolean deadly = consumer.vanished() && !moves.isDeadLetterAddress(consumer.subscription());
        for (HeldDelivery delivery : dispatch.heldBy(consumer)) {
            if (delivery.state() == HeldDelivery.State.HELD) {
                boolean dies = deadly && isLostTooOften(delivery);
                deadly &= !dies;
                if (dies) {
                    dieOfLosses(delivery);
                } else {
                    lose(delivery, journaled);
                }
            }
        }
        writeReturns(journaled);
    }

    private static boolean isLostTooOften(HeldDelivery delivery) {
        Subscription subscription = delivery.subscription();
        int losses = subscription.attempts(delivery.key()).lost() + 1;
        return RedeliveryPolicy.isLostTooOften(subscription.address().settings(), losses);
    }

    private void dieOfLosses(HeldDelivery delivery) {
        int losses = delivery.subscription().attempts(delivery.key()).lost() + 1;
        deadLetter(delivery, "lost " + losses + " times with its consumer", () -> {});
    }

    /** Counts every consumer that vanishes with the message; of those that leave in good order, only the first. */
    private void lose(HeldDelivery delivery, List<Returned> journaled) {
        boolean marked = delivery.subscription().attempts(delivery.key()).lost() > 0;
        if (marked && !delivery.holder().vanished()) {
            requeue(delivery, false);
            return;
        }
        Returned returned = new Returned(delivery.subscription().id(), delivery.key(), false, true, 0);
        dispatchOf(delivery).comingBack(delivery);
        if (delivery.journaled()) {
            journaled.add(returned);
        } else {
            state.returned(delivery.subscription(), returned);
        }
    }

    /**
     * A delivery whose transaction was rolled back: failed if the client has settled it itself; else the client keeps
     * it, with one more failed attempt, unless it has gone.
     */
    void rolledBack(HeldDelivery delivery, boolean settledByClient) {
        if (delivery.state() != HeldDelivery.State.ENLISTED) {
            return;
        }
        delivery.state(HeldDelivery.State.HELD);
        if (settledByClient) {
            Pending nobody = new Pending(null);
            carryOut(delivery, verdicts.failed(delivery.subscription(), delivery.key(), 0), nobody);
            nobody.allSubmitted();
        } else if (delivery.holder().closed()) {
            List<Returned> journaled = new ArrayList<>(1);
            lose(delivery, journaled);
            writeReturns(journaled);
        } else {
            countFailure(delivery);
        }
    }

    private void countFailure(HeldDelivery delivery) {
        Returned counted = new Returned(delivery.subscription().id(), delivery.key(), true, false, 0);
        if (delivery.journaled()) {
            writeReturns(List.of(counted));
        } else {
            state.returned(delivery.subscription(), counted);
        }
    }

    private void writeReturns(List<Returned> returned) {
        if (!returned.isEmpty()) {
            batch.addWritten(new ReturnRecord(batch.now(), returned));
        }
    }

    private SubscriptionDispatch dispatchOf(HeldDelivery delivery) {
        return dispatchers.of(delivery.subscription());
    }

    /** Counts what a request still waits for. */
    private static final class Pending {
        private final Runnable whenDone;
        private int open = 1;

        Pending(Runnable whenDone) {
            this.whenDone = whenDone;
        }

        boolean isAwaited() {
            return whenDone != null;
        }

        /** One more to wait for; run when it is there. */
        Runnable one() {
            open++;
            return this::arrived;
        }

        void allSubmitted() {
            arrived();
        }

        private void arrived() {
            if (--open == 0 && whenDone != null) {
                whenDone.run();
            }
        }
    }
}
