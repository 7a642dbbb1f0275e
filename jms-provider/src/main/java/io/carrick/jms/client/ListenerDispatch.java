package io.carrick.jms.client;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Calls the message listeners of a session, one after the other (Jakarta Messaging 3.1, section 6.2.6), on shared
 * threads; its consumers take turns. Thread-safe.
 */
final class ListenerDispatch {
    /** A source of messages with a listener. */
    interface Source {
        /**
         * Gives the next message to the listener, if there is one.
         *
         * @return whether there may be more
         */
        boolean deliverNext();
    }

    private static final int SHARE = 64;

    private final SerialTask task;
    private final ListenerCall call = new ListenerCall();
    private final Set<Source> due = new LinkedHashSet<>();
    private boolean started;
    private boolean closed;

    ListenerDispatch(Executor threads) {
        task = new SerialTask(threads, this::step);
    }

    /** The source has a message. Does not block. */
    void deliverable(Source source) {
        synchronized (this) {
            if (closed || !due.add(source) || !started) {
                return;
            }
        }
        task.signal();
    }

    void start() {
        synchronized (this) {
            started = true;
            if (due.isEmpty()) {
                return;
            }
        }
        task.signal();
    }

    /** Calls no more listener. Does not wait. */
    synchronized void stop() {
        started = false;
    }

    /** Waits until no listener is being called, unless by this thread. */
    void await(long timeoutMillis) {
        call.await(timeoutMillis);
    }

    /** Calls no more listener for good. Does not wait. */
    synchronized void close() {
        closed = true;
        due.clear();
    }

    /** Forgets the source, and waits until its listener is not being called, unless this is the one that is. */
    void remove(Source source, long timeoutMillis) {
        synchronized (this) {
            due.remove(source);
        }
        call.await(source, timeoutMillis);
    }

    /** Whether a listener is being called by another thread than this. */
    boolean isElsewhere() {
        return call.isElsewhere();
    }

    private boolean step() {
        for (int i = 0; i < SHARE; i++) {
            Source next = begin();
            if (next == null) {
                return false;
            }
            boolean more = false;
            try {
                more = next.deliverNext();
            } finally {
                end(next, more);
            }
        }
        return true;
    }

    private synchronized Source begin() {
        if (!started || closed || due.isEmpty()) {
            return null;
        }
        Source next = due.iterator().next();
        due.remove(next);
        call.begin(next);
        return next;
    }

    private synchronized void end(Source served, boolean more) {
        if (more && !closed) {
            due.add(served);
        }
        call.end();
    }
}
