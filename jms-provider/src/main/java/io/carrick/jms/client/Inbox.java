package io.carrick.jms.client;

import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a consumer has fetched and not yet handed out: filled by the I/O thread, emptied by whoever receives. It keeps
 * the credit that its {@link CreditPolicy} says, answers "there is no message" only after the broker said so, and brings
 * messages back in their order when they have to be delivered once more. Thread-safe.
 */
final class Inbox implements DeliverySink {
    /** Told what happens, under the lock of the inbox; must not block. */
    interface Owner {
        /** A message can be taken. */
        void deliverable(Inbox inbox);

        /** The broker has closed the link. */
        void failed(Inbox inbox, JMSException cause);
    }

    /** How long it waits for what. */
    record Patience(long drainNanos, boolean noWaitIsLocal, boolean timeOutIsLocal) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Mode mode;
    private final Owner owner;
    private final InboxState state;
    private final Takers takers;

    Inbox(Mode mode, CreditPolicy policy, Patience patience, Timer timer, Owner owner) {
        this.mode = mode;
        this.owner = owner;
        state = new InboxState(mode, policy, timer, new StateEvents());
        takers = new Takers(state, state.fetching(), patience, timer, lock.newCondition());
    }

    /** Gives it the link, which must have no credit yet. */
    void open(WireReceiver link) {
        locked(() -> state.open(link));
    }

    WireReceiver receiver() {
        return state.fetching().receiver();
    }

    // ---- What the application does ----

    /** Lets messages out, and fetches them. */
    void start() {
        locked(state::start);
    }

    /** Keeps messages back until it is started again; those who wait for one go on waiting. */
    void stop() {
        locked(state::stop);
    }

    /** Tells whether a listener takes the messages. */
    void listening(boolean value) {
        locked(() -> state.listening(value));
    }

    /**
     * Waits for a message.
     *
     * @param timeoutNanos below 0 to wait for ever, 0 not to wait for messages to come, only for the broker's word that
     *     there is none
     * @return null if there is none, or the inbox is closed meanwhile
     * @throws JMSException if the link failed, or the broker does not answer
     */
    InboundDelivery take(long timeoutNanos) throws JMSException {
        lock.lock();
        try {
            state.active();
            InboundDelivery taken = takers.take(timeoutNanos);
            if (taken == null && state.failure() != null) {
                throw Failures.closed("The consumer was closed", state.failure());
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of("Interrupted while waiting for a message", e);
        } finally {
            state.rest();
            lock.unlock();
        }
    }

    /** The next message, if there is one that may be taken. */
    InboundDelivery poll() {
        lock.lock();
        try {
            InboundDelivery next = state.next();
            state.topUp();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The next message for the listener, if there is one that may be taken; {@link #served} is to follow. */
    InboundDelivery serve() {
        lock.lock();
        try {
            return state.serve();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The listener has returned.
     *
     * @return whether there is a message for it
     */
    boolean served() {
        lock.lock();
        try {
            state.served();
            return state.isDeliverable();
        } finally {
            lock.unlock();
        }
    }

    /** Undoes that a message was taken: it is the next to be taken. */
    void putBack(InboundDelivery delivery) {
        locked(() -> state.putBack(delivery));
    }

    /** Whether there is a message to be taken. */
    boolean hasDeliverable() {
        lock.lock();
        try {
            return state.isDeliverable();
        } finally {
            lock.unlock();
        }
    }

    /** Settles a message that was taken, unless the broker has done so already. */
    void settle(InboundDelivery delivery, Settlement settlement, WireTransaction transaction) {
        if (mode != Mode.SETTLE) {
            return;
        }
        receiver().settle(delivery, settlement, transaction);
        Runnable last;
        lock.lock();
        try {
            last = state.settled();
        } finally {
            lock.unlock();
        }
        if (last != null && transaction != null) {
            transaction.whenEnded(last);
        } else if (last != null) {
            last.run();
        }
    }

    /**
     * Brings messages taken before, and not settled, back to the broker as attempts that failed, and those not yet taken
     * behind them; they come again in their order. Nothing can be taken until that is done.
     */
    void restart(List<InboundDelivery> attempted) {
        locked(() -> state.restart(attempted));
    }

    /**
     * Ends it: nothing can be taken any more, those who wait for a message get none. Messages taken can still be
     * settled.
     *
     * @param afterLastSettled called once, when none is left to be settled and the transaction of the last has ended;
     *     must not block; not called if there is none now
     * @return whether none is left now
     */
    boolean close(Runnable afterLastSettled) {
        lock.lock();
        try {
            return state.close(afterLastSettled);
        } finally {
            lock.unlock();
        }
    }

    // ---- What the I/O thread tells ----

    @Override
    public void delivered(InboundDelivery delivery) {
        lock.lock();
        try {
            state.delivered(delivery);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void drained() {
        locked(state::drained);
    }

    @Override
    public void interrupted() {
        locked(state::interrupted);
    }

    @Override
    public void restored() {
        locked(state::restored);
    }

    @Override
    public void closed(JMSException cause) {
        locked(() -> state.ended(cause));
    }

    /** For what is rare: each message would cost an object. */
    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Passes on what the state tells. */
    private final class StateEvents implements InboxState.Events {
        @Override
        public void changed() {
            takers.wake();
        }

        @Override
        public void deliverable() {
            owner.deliverable(Inbox.this);
        }

        @Override
        public void failed(JMSException cause) {
            owner.failed(Inbox.this, cause);
        }

        @Override
        public boolean isAwaited() {
            return takers.isWaiting();
        }

        @Override
        public boolean isAsked() {
            return takers.isAny();
        }

        @Override
        public void checkIdle() {
            locked(state::checkIdle);
        }
    }
}
