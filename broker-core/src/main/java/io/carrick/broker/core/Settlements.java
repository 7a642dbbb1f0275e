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
    private final Counters counters;
    private final Map<ActiveConsumer, Map<Long, Integer>> releases = new HashMap<>();

    Settlements(BrokerState state, RecordBatch batch, Dispatchers dispatchers, Moves moves, Counters counters) {
        this.state = state;
        this.batch = batch;
        this.dispatchers = dispatchers;
        this.moves = moves;
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
        } else if (outcome instanceof Outcome.Released) {
            release(delivery, pending);
        } else if (outcome instanceof Outcome.Rejected rejected) {
            reject(delivery, rejected, pending);
        } else if (outcome instanceof Outcome.Modified modified) {
            modify(delivery, modified, pending);
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

    private void release(HeldDelivery delivery, Pending pending) {
        Map<Long, Integer> counts = releases.computeIfAbsent(delivery.holder(), c -> new HashMap<>());
        if (counts.size() >= RELEASES_REMEMBERED_MAX) {
            counts.clear();
        }
        if (counts.merge(delivery.key(), 1, Integer::sum) > RELEASES_MAX) {
            fail(delivery, 0, pending);
        } else {
            requeue(delivery, false);
        }
    }

    private void requeue(HeldDelivery delivery, boolean notToItsConsumer) {
        SubscriptionDispatch dispatch = dispatchOf(delivery);
        dispatch.release(delivery, notToItsConsumer);
        dispatchers.wake(dispatch);
    }

    private void reject(HeldDelivery delivery, Outcome.Rejected rejected, Pending pending) {
        String reason = "rejected"
                + (rejected.condition() == null ? "" : " " + rejected.condition())
                + (rejected.description() == null ? "" : ": " + rejected.description());
        deadLetter(delivery, reason, pending);
    }

    private void modify(HeldDelivery delivery, Outcome.Modified modified, Pending pending) {
        if (modified.deliveryFailed() && modified.undeliverableHere()) {
            deadLetter(delivery, "undeliverable", pending);
        } else if (modified.deliveryFailed() || modified.deliverAt() > 0) {
            if (modified.deliveryFailed()) {
                fail(delivery, modified.deliverAt(), pending);
            } else {
                giveBack(delivery, false, false, modified.deliverAt(), pending);
            }
        } else {
            requeue(delivery, modified.undeliverableHere());
        }
    }

    /** Counts a failed attempt; the last one kills the message. */
    private void fail(HeldDelivery delivery, long deliverAt, Pending pending) {
        Subscription subscription = delivery.subscription();
        var settings = subscription.address().settings();
        int failed = subscription.attempts(delivery.key()).failed() + 1;
        if (RedeliveryPolicy.isDead(settings, failed) && !moves.isDeadLetterAddress(subscription)) {
            deadLetter(delivery, "delivery failed " + failed + " times", pending);
            return;
        }
        long delay = RedeliveryPolicy.delayMillis(settings, failed);
        long notBefore = deliverAt > 0 ? deliverAt : delay > 0 ? batch.now() + delay : 0;
        giveBack(delivery, true, false, notBefore, pending);
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

    private void deadLetter(HeldDelivery delivery, String reason, Pending pending) {
        if (moves.isDeadLetterAddress(delivery.subscription())) {
            requeue(delivery, true);
            return;
        }
        delivery.state(HeldDelivery.State.SETTLING);
        Runnable done = pending.one();
        moves.deadLetter(delivery.subscription(), delivery.key(), reason, () -> {
            leaveDispatch(delivery);
            done.run();
        });
    }

    private void giveBack(HeldDelivery delivery, boolean failed, boolean lost, long notBefore, Pending pending) {
        Returned returned = new Returned(delivery.subscription().id(), delivery.key(), failed, lost, notBefore);
        dispatchOf(delivery).comingBack(delivery);
        if (delivery.journaled()) {
            batch.addWritten(new ReturnRecord(batch.now(), List.of(returned)).whenApplied(pending.one()));
        } else {
            state.returned(delivery.subscription(), returned);
        }
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
        Pending nobody = new Pending(null);
        deadLetter(delivery, "lost " + losses + " times with its consumer", nobody);
        nobody.allSubmitted();
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
            fail(delivery, 0, nobody);
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
