package io.carrick.jms.client;

import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
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
    private final Condition changed = lock.newCondition();
    private final Deque<InboundDelivery> ready = new ArrayDeque<>();
    private final Mode mode;
    private final CreditPolicy policy;
    private final Patience patience;
    private final Timer timer;
    private final Owner owner;

    private WireReceiver receiver;
    private boolean started;
    private boolean listening;
    private boolean serving;
    private boolean linked = true;
    private boolean closed;
    private JMSException failure;
    private int waiting;
    private int asking;
    private int held;
    private boolean draining;
    private long drains;
    private boolean idleCheckDue;
    private List<InboundDelivery> restarting;
    private Runnable lastSettled;

    Inbox(Mode mode, CreditPolicy policy, Patience patience, Timer timer, Owner owner) {
        this.mode = mode;
        this.policy = policy;
        this.patience = patience;
        this.timer = timer;
        this.owner = owner;
    }

    /** Gives it the link, which must have no credit yet. */
    void open(WireReceiver link) {
        lock.lock();
        try {
            receiver = link;
            topUp();
        } finally {
            lock.unlock();
        }
    }

    WireReceiver receiver() {
        return receiver;
    }

    // ---- What the application does ----

    /** Lets messages out, and fetches them. */
    void start() {
        lock.lock();
        try {
            started = true;
            policy.active(timer.nanoTime());
            topUp();
            announce();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps messages back until it is started again; those who wait for one go on waiting. */
    void stop() {
        lock.lock();
        try {
            started = false;
            policy.active(timer.nanoTime());
            expectIdle();
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether a listener takes the messages. */
    void listening(boolean value) {
        lock.lock();
        try {
            listening = value;
            policy.listening(value);
            policy.active(timer.nanoTime());
            topUp();
            announce();
            expectIdle();
        } finally {
            lock.unlock();
        }
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
            policy.active(timer.nanoTime());
            InboundDelivery next = await(timeoutNanos);
            return next != null || failure != null || closed ? checked(next) : ask(timeoutNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of("Interrupted while waiting for a message", e);
        } finally {
            policy.active(timer.nanoTime());
            topUp();
            expectIdle();
            lock.unlock();
        }
    }

    private InboundDelivery checked(InboundDelivery taken) throws JMSException {
        if (taken == null && failure != null) {
            throw Failures.closed("The consumer was closed", failure);
        }
        return taken;
    }

    /** Waits for a message to come. */
    private InboundDelivery await(long timeoutNanos) throws InterruptedException {
        long begin = timer.nanoTime();
        waiting++;
        try {
            while (true) {
                InboundDelivery next = next();
                long left = timeoutNanos < 0 ? Long.MAX_VALUE : begin + timeoutNanos - timer.nanoTime();
                if (next != null || failure != null || closed || left <= 0) {
                    return next;
                }
                topUp();
                if (!isDeliverable()) {
                    await(changed, left);
                }
            }
        } finally {
            waiting--;
        }
    }

    /** Asks the broker for a message that is there now. */
    private InboundDelivery ask(long timeoutNanos) throws JMSException, InterruptedException {
        if (timeoutNanos == 0 ? patience.noWaitIsLocal() : patience.timeOutIsLocal()) {
            return null;
        }
        // A drain that goes on was asked for by somebody before us: its answer says nothing about now.
        long answer = drains + (draining ? 2 : 1);
        long begin = timer.nanoTime();
        asking++;
        try {
            while (true) {
                InboundDelivery next = next();
                if (next != null || failure != null || closed) {
                    return checked(next);
                }
                if (!started || !linked || drains >= answer) {
                    return null;
                }
                long left = begin + patience.drainNanos() - timer.nanoTime();
                if (left <= 0) {
                    throw drainIgnored();
                }
                if (!draining && restarting == null) {
                    topUp(true);
                    askForDrain();
                } else {
                    await(changed, left);
                }
            }
        } finally {
            asking--;
        }
    }

    private static void await(Condition condition, long nanos) throws InterruptedException {
        long left = condition.awaitNanos(nanos);
        assert left <= nanos;
    }

    /** The next message, if there is one that may be taken. */
    InboundDelivery poll() {
        lock.lock();
        try {
            InboundDelivery next = next();
            topUp();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The next message for the listener, if there is one that may be taken; {@link #served} is to follow. */
    InboundDelivery serve() {
        lock.lock();
        try {
            InboundDelivery next = next();
            serving = next != null;
            topUp();
            return next;
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
            serving = false;
            policy.active(timer.nanoTime());
            topUp();
            return isDeliverable();
        } finally {
            lock.unlock();
        }
    }

    private InboundDelivery next() {
        if (!isDeliverable()) {
            return null;
        }
        InboundDelivery next = ready.remove();
        if (mode == Mode.SETTLE) {
            held++;
        }
        policy.received(timer.nanoTime());
        return next;
    }

    /** Undoes that a message was taken: it is the next to be taken. */
    void putBack(InboundDelivery delivery) {
        lock.lock();
        try {
            if (mode == Mode.SETTLE && (closed || !delivery.isCurrent())) {
                settle(delivery, Settlement.RELEASED, null);
                return;
            }
            if (mode == Mode.SETTLE) {
                held--;
            }
            ready.addFirst(delivery);
            announce();
            expectIdle();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a message to be taken. */
    boolean hasDeliverable() {
        lock.lock();
        try {
            return isDeliverable();
        } finally {
            lock.unlock();
        }
    }

    /** Settles a message that was taken, unless the broker has done so already. */
    void settle(InboundDelivery delivery, Settlement settlement, WireTransaction transaction) {
        if (mode != Mode.SETTLE) {
            return;
        }
        receiver.settle(delivery, settlement, transaction);
        Runnable last = null;
        lock.lock();
        try {
            held--;
            if (held == 0 && closed) {
                last = lastSettled;
                lastSettled = null;
            }
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
        lock.lock();
        try {
            if (closed) {
                attempted.forEach(delivery -> settle(delivery, Settlement.FAILED, null));
                return;
            }
            giveBack(attempted);
        } finally {
            lock.unlock();
        }
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
            if (closed) {
                return false;
            }
            closed = true;
            changed.signalAll();
            if (held == 0 || failure != null) {
                return true;
            }
            lastSettled = afterLastSettled;
            if (linked && mode == Mode.SETTLE) {
                giveBack(List.of());
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    // ---- What the I/O thread tells ----

    @Override
    public void delivered(InboundDelivery delivery) {
        lock.lock();
        try {
            policy.delivered();
            ready.add(delivery);
            if (isDeliverable()) {
                announce();
            } else {
                expectIdle();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void drained() {
        lock.lock();
        try {
            draining = false;
            drains++;
            policy.revoked();
            if (restarting != null) {
                settleRestarting();
            }
            topUp();
            announce();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void interrupted() {
        lock.lock();
        try {
            linked = false;
            ready.clear();
            policy.revoked();
            if (restarting != null) {
                settleRestarting();
            }
            if (draining) {
                draining = false;
                drains++;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void restored() {
        lock.lock();
        try {
            linked = true;
            policy.active(timer.nanoTime());
            topUp();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(JMSException cause) {
        lock.lock();
        try {
            linked = false;
            ready.clear();
            restarting = null;
            if (!closed && failure == null) {
                failure = cause;
                owner.failed(this, cause);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- Under the lock ----

    private boolean isDeliverable() {
        return started && !closed && restarting == null && !ready.isEmpty();
    }

    private void announce() {
        if (isDeliverable()) {
            changed.signalAll();
            owner.deliverable(this);
        }
    }

    private boolean isActive() {
        return started && (listening || waiting + asking > 0);
    }

    private void topUp() {
        topUp(waiting > 0 || (listening && !serving));
    }

    private void topUp(boolean demand) {
        if (receiver == null || !started || closed || !linked || draining || restarting != null) {
            return;
        }
        int more = policy.grant(ready.size(), demand);
        if (more > 0) {
            receiver.credit(more);
            expectIdle();
        }
    }

    private void askForDrain() {
        if (!draining && linked && receiver != null) {
            draining = true;
            receiver.drain();
        }
    }

    private JMSException drainIgnored() {
        failure = new JMSException("The broker has not said within "
                + TimeUnit.NANOSECONDS.toMillis(patience.drainNanos())
                + " ms whether there is a message; the consumer is closed");
        ready.clear();
        owner.failed(this, failure);
        return failure;
    }

    private void giveBack(List<InboundDelivery> attempted) {
        if (restarting != null) {
            // Nothing was taken since the restart that goes on; only a closing consumer comes here twice.
            attempted.forEach(delivery -> settle(delivery, Settlement.FAILED, null));
            return;
        }
        restarting = List.copyOf(attempted);
        if (linked && (draining || policy.outstanding() > 0)) {
            askForDrain();
        } else {
            settleRestarting();
            topUp();
            announce();
        }
    }

    private void settleRestarting() {
        List<InboundDelivery> attempted = restarting;
        restarting = null;
        attempted.forEach(delivery -> settle(delivery, Settlement.FAILED, null));
        if (mode == Mode.SETTLE) {
            ready.forEach(delivery -> receiver.settle(delivery, Settlement.RELEASED, null));
            ready.clear();
        }
        policy.gaveBack();
    }

    private boolean holdsSomething() {
        return !ready.isEmpty() || policy.outstanding() > 0;
    }

    private void expectIdle() {
        if (!idleCheckDue && policy.givesBack() && !isActive() && holdsSomething() && !closed) {
            idleCheckDue = true;
            timer.schedule(this::checkIdle, policy.idleInNanos(timer.nanoTime()));
        }
    }

    private void checkIdle() {
        lock.lock();
        try {
            idleCheckDue = false;
            if (isActive() || closed || restarting != null || !linked) {
                return;
            }
            if (!policy.isIdle(timer.nanoTime())) {
                expectIdle();
            } else if (holdsSomething()) {
                giveBack(List.of());
            }
        } finally {
            lock.unlock();
        }
    }
}
