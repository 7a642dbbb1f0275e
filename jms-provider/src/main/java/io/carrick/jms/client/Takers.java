package io.carrick.jms.client;

import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Those who wait at an inbox for a message: first for one to come, then for the broker's word that there is none. Guarded
 * by the lock of the inbox, which is given up while they wait.
 */
final class Takers {
    /** The inbox, as they see it. */
    interface Source {
        /** The next message, if there is one that may be taken. */
        InboundDelivery next();

        boolean isDeliverable();

        /** Whether no message will ever come: the inbox is closed, or its link has failed. */
        boolean isOver();

        /** Fetches as much as somebody who waits justifies. */
        void topUp();

        /** Whether the broker can be asked: messages are let out, and the link is there. */
        boolean canAsk();

        /** Asks the broker for a message and its word, unless that has to wait. */
        boolean ask();

        /** There is no sense in waiting any more. */
        void fail(JMSException cause);
    }

    private final Source source;
    private final Fetching fetching;
    private final Inbox.Patience patience;
    private final Timer timer;
    private final Condition changed;
    private int waiting;
    private int asking;

    Takers(Source source, Fetching fetching, Inbox.Patience patience, Timer timer, Condition changed) {
        this.source = source;
        this.fetching = fetching;
        this.patience = patience;
        this.timer = timer;
        this.changed = changed;
    }

    /** Whether somebody waits for a message to come. */
    boolean isWaiting() {
        return waiting > 0;
    }

    /** Whether there is anybody. */
    boolean isAny() {
        return waiting + asking > 0;
    }

    /** They look again. */
    void wake() {
        changed.signalAll();
    }

    /**
     * Takes a message, or learns that there is none.
     *
     * @param timeoutNanos below 0 to wait for ever, 0 not to wait for messages to come
     * @return null if there is none, or the source is over
     */
    InboundDelivery take(long timeoutNanos) throws JMSException, InterruptedException {
        InboundDelivery next = await(timeoutNanos);
        if (next != null || source.isOver()) {
            return next;
        }
        boolean localOnly = timeoutNanos == 0 ? patience.noWaitIsLocal() : patience.timeOutIsLocal();
        return localOnly ? null : ask();
    }

    /** Waits for a message to come. */
    private InboundDelivery await(long timeoutNanos) throws InterruptedException {
        long begin = timer.nanoTime();
        waiting++;
        try {
            while (true) {
                InboundDelivery next = source.next();
                long left = timeoutNanos < 0 ? Long.MAX_VALUE : begin + timeoutNanos - timer.nanoTime();
                if (next != null || source.isOver() || left <= 0) {
                    return next;
                }
                source.topUp();
                if (!source.isDeliverable()) {
                    sleep(left);
                }
            }
        } finally {
            waiting--;
        }
    }

    /** Asks the broker for a message that is there now. */
    private InboundDelivery ask() throws JMSException, InterruptedException {
        long answer = fetching.nextAnswer();
        long begin = timer.nanoTime();
        asking++;
        try {
            while (true) {
                InboundDelivery next = source.next();
                if (next != null || source.isOver()) {
                    return next;
                }
                if (!source.canAsk() || fetching.isAnswered(answer)) {
                    return null;
                }
                long left = begin + patience.drainNanos() - timer.nanoTime();
                if (left <= 0) {
                    throw ignored();
                }
                if (!source.ask()) {
                    sleep(left);
                }
            }
        } finally {
            asking--;
        }
    }

    private JMSException ignored() {
        JMSException cause = new JMSException("The broker has not said within "
                + TimeUnit.NANOSECONDS.toMillis(patience.drainNanos())
                + " ms whether there is a message; the consumer is closed");
        source.fail(cause);
        return cause;
    }

    private void sleep(long nanos) throws InterruptedException {
        long left = changed.awaitNanos(nanos);
        assert left <= nanos;
    }
}
