package io.carrick.broker.core;

import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.Subscription;
import io.carrick.broker.state.TimerKind;
import io.carrick.store.queue.QueueEntry;
import java.util.List;

/** Does what is due: expires messages, releases those whose time has come, has half messages asked for. */
final class DueTimers {
    private static final int PER_TURN = 1000;

    /**
     * An expired message that is not gone yet (somebody holds it, or its removal is on its way, which a crash may
     * undo) is looked at again after this time.
     */
    private static final long RECHECK_MILLIS = 60_000;

    private static final TimerKind[] KINDS = TimerKind.values();

    private final BrokerState state;
    private final Dispatchers dispatchers;
    private final Moves moves;
    private final HalfChecks halfChecks;

    DueTimers(BrokerState state, Dispatchers dispatchers, Moves moves, HalfChecks halfChecks) {
        this.state = state;
        this.dispatchers = dispatchers;
        this.moves = moves;
        this.halfChecks = halfChecks;
    }

    /**
     * Does what is due now.
     *
     * @return milliseconds until there is more to do, 0 if there is more right now
     */
    long run(long now) {
        if (moves.isBusy()) {
            return 1;
        }
        if (state.timers().nextTime() <= now
                && state.timers()
                                .poll(
                                        now,
                                        PER_TURN,
                                        (time, kind, owner, key) -> fire(time, KINDS[kind], owner, key, now))
                        == PER_TURN) {
            return 0;
        }
        long next = state.timers().nextTime();
        return next == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(1, next - now);
    }

    private void fire(long time, TimerKind kind, long owner, long key, long now) {
        if (kind == TimerKind.REDELIVER) {
            Subscription subscription = state.subscription(owner);
            if (subscription != null) {
                release(subscription, key);
            }
            return;
        }
        if (kind == TimerKind.HALF_CHECK) {
            halfChecks.due(key, now);
            return;
        }
        Address address = state.addresses().byId(owner);
        QueueEntry entry = address == null ? null : address.messages().entry(key);
        if (entry == null) {
            return;
        }
        if (kind == TimerKind.DELIVER) {
            state.timeCame(time, address, key);
        }
        boolean unsettled = false;
        for (Subscription subscription : List.copyOf(address.subscriptions())) {
            if (kind == TimerKind.DELIVER) {
                release(subscription, key);
            } else if (entry.expiryTime() > 0 && entry.expiryTime() <= now) {
                expire(subscription, key);
                unsettled |= !subscription.isSettled(key);
            }
        }
        if (unsettled) {
            state.timers().schedule(now + RECHECK_MILLIS, kind.ordinal(), owner, key);
        }
    }

    private void release(Subscription subscription, long key) {
        SubscriptionDispatch dispatch = dispatchers.find(subscription);
        if (dispatch != null) {
            dispatch.ready(key);
            dispatchers.wake(dispatch);
        }
    }

    private void expire(Subscription subscription, long key) {
        SubscriptionDispatch dispatch = dispatchers.find(subscription);
        if (!subscription.isSettled(key) && !subscription.isLocked(key) && (dispatch == null || !dispatch.holds(key))) {
            moves.expire(subscription, key);
        }
    }
}
