package io.carrick.jms.client;

import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireReceiver;
import jakarta.jms.JMSException;
import java.util.List;

/**
 * What an inbox is at the moment, and what follows when something happens to it: credit is given, messages are announced,
 * or brought back to the broker. Guarded by the lock of the inbox.
 */
final class InboxState implements Takers.Source {
    private final Mode mode;
    private final CreditPolicy policy;
    private final Timer timer;
    private final Events events;
    private final Fetched fetched = new Fetched();
    private final Fetching fetching;
    private final Holding holding = new Holding();
    private final IdleCheck idleCheck;

    private boolean started;
    private boolean listening;
    private boolean serving;
    private boolean closed;
    private JMSException failure;

    /** Told what happens, under the lock; must not block. */
    interface Events {
        /** Those who wait for messages have reason to look again. */
        void changed();

        /** A message can be taken. */
        void deliverable();

        /** There will be no messages any more, other than by a close. */
        void failed(JMSException cause);

        /** Whether somebody waits for a message to come. */
        boolean isAwaited();

        /** Whether somebody waits for a message to come, or for the broker's word that there is none. */
        boolean isAsked();

        /** To be looked at later, by {@link #checkIdle}. */
        void checkIdle();
    }

    InboxState(Mode mode, CreditPolicy policy, Timer timer, Events events) {
        this.mode = mode;
        this.policy = policy;
        this.timer = timer;
        this.events = events;
        fetching = new Fetching(policy);
        idleCheck = new IdleCheck(policy, timer, events::checkIdle);
    }

    Fetching fetching() {
        return fetching;
    }

    void open(WireReceiver link) {
        fetching.open(link);
        topUp();
    }

    // ---- What the application does ----

    void start() {
        started = true;
        active();
        topUp();
        announce();
    }

    void stop() {
        started = false;
        active();
        expectIdle();
    }

    void listening(boolean value) {
        listening = value;
        policy.listening(value);
        active();
        topUp();
        announce();
        expectIdle();
    }

    /** Somebody receives, or begins or ends to. */
    void active() {
        policy.active(timer.nanoTime());
    }

    /** Nobody receives any more, maybe. */
    void rest() {
        active();
        topUp();
        expectIdle();
    }

    @Override
    public InboundDelivery next() {
        if (!isDeliverable()) {
            return null;
        }
        InboundDelivery next = fetched.take();
        if (mode == Mode.SETTLE) {
            holding.taken();
        }
        policy.received(timer.nanoTime());
        return next;
    }

    /** A message for the listener, which is called with it before it is given another. */
    InboundDelivery serve() {
        InboundDelivery next = next();
        serving = next != null;
        topUp();
        return next;
    }

    /** The listener has returned. */
    void served() {
        serving = false;
        active();
        topUp();
    }

    /** The message is the next to be taken, unless that is not possible any more. */
    void putBack(InboundDelivery delivery) {
        if (mode == Mode.SETTLE) {
            if (closed || !delivery.isCurrent()) {
                settle(delivery, Settlement.RELEASED);
                return;
            }
            Runnable nothing = holding.released();
            assert nothing == null : "only a closed inbox has something to follow";
        }
        fetched.addFirst(delivery);
        announce();
        expectIdle();
    }

    /**
     * A message taken before is settled.
     *
     * @return what is to follow, null for nothing
     */
    Runnable settled() {
        return holding.released();
    }

    void restart(List<InboundDelivery> attempted) {
        if (closed) {
            failAll(attempted);
        } else {
            giveBack(attempted);
        }
    }

    /** As {@link Inbox#close}. */
    boolean close(Runnable afterLastSettled) {
        if (closed) {
            return false;
        }
        closed = true;
        events.changed();
        if (holding.isEmpty() || failure != null) {
            return true;
        }
        holding.afterLast(afterLastSettled);
        if (fetching.isLinked() && mode == Mode.SETTLE) {
            giveBack(List.of());
        }
        return false;
    }

    // ---- What the link tells ----

    void delivered(InboundDelivery delivery) {
        policy.delivered();
        fetched.add(delivery);
        if (isDeliverable()) {
            announce();
        } else {
            expectIdle();
        }
    }

    void drained() {
        fetching.drained();
        if (fetched.isReturning()) {
            finishReturn();
        }
        topUp();
        announce();
        events.changed();
    }

    void interrupted() {
        fetching.interrupted();
        fetched.clear();
        if (fetched.isReturning()) {
            finishReturn();
        }
        events.changed();
    }

    void restored() {
        fetching.restored();
        active();
        topUp();
        events.changed();
    }

    void ended(JMSException cause) {
        fetching.ended();
        fetched.abandon();
        if (!closed && failure == null) {
            fail(cause);
        }
        events.changed();
    }

    // ---- What those who wait ask ----

    @Override
    public boolean isDeliverable() {
        return started && !closed && fetched.isAvailable();
    }

    @Override
    public boolean isOver() {
        return closed || failure != null;
    }

    /** Why there will be no messages; null if there may be some, or it is only closed. */
    JMSException failure() {
        return failure;
    }

    @Override
    public void topUp() {
        topUp(events.isAwaited() || (listening && !serving));
    }

    @Override
    public boolean canAsk() {
        return started && fetching.isLinked();
    }

    @Override
    public boolean ask() {
        if (fetching.isDraining() || fetched.isReturning()) {
            return false;
        }
        topUp(true);
        fetching.drain();
        return true;
    }

    @Override
    public void fail(JMSException cause) {
        failure = cause;
        fetched.clear();
        events.failed(cause);
    }

    // ---- What follows ----

    private void announce() {
        if (isDeliverable()) {
            events.changed();
            events.deliverable();
        }
    }

    private void topUp(boolean demand) {
        if (started && !closed && !fetched.isReturning() && fetching.topUp(fetched.size(), demand)) {
            expectIdle();
        }
    }

    private void giveBack(List<InboundDelivery> attempted) {
        if (fetched.isReturning()) {
            // Nothing was taken since the restart that goes on; only a closing consumer comes here twice.
            failAll(attempted);
            return;
        }
        fetched.beginReturn(attempted);
        if (fetching.isLinked() && fetching.isExpecting()) {
            fetching.drain();
        } else {
            finishReturn();
            topUp();
            announce();
        }
    }

    private void finishReturn() {
        if (mode == Mode.SETTLE) {
            fetched.finishReturn(
                    delivery -> settle(delivery, Settlement.FAILED),
                    delivery -> fetching.receiver().settle(delivery, Settlement.RELEASED, null));
        } else {
            fetched.cancelReturn();
        }
        policy.gaveBack();
    }

    private void failAll(List<InboundDelivery> attempted) {
        if (mode == Mode.SETTLE) {
            attempted.forEach(delivery -> settle(delivery, Settlement.FAILED));
        }
    }

    private void settle(InboundDelivery taken, Settlement settlement) {
        fetching.receiver().settle(taken, settlement, null);
        Runnable follows = settled();
        if (follows != null) {
            follows.run();
        }
    }

    private void expectIdle() {
        if (!isActive() && holdsSomething() && !closed) {
            idleCheck.expect();
        }
    }

    private boolean isActive() {
        return started && (listening || events.isAsked());
    }

    private boolean holdsSomething() {
        return !fetched.isEmpty() || policy.outstanding() > 0;
    }

    /** Gives everything back that nobody has asked for in a while. */
    void checkIdle() {
        idleCheck.begun();
        if (isActive() || closed || fetched.isReturning() || !fetching.isLinked()) {
            return;
        }
        if (!idleCheck.isIdle()) {
            expectIdle();
        } else if (holdsSomething()) {
            giveBack(List.of());
        }
    }
}
