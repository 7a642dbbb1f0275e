package io.carrick.jms.client;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

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
    private final Set<Source> due = new LinkedHashSet<>();
    private boolean started;
    private boolean closed;
    private Source serving;
    private Thread thread;

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
    synchronized void await(long timeoutMillis) {
        awaitReturn(null, timeoutMillis);
    }

    /** Calls no more listener for good, and waits like {@link #await}. */
    synchronized void close(long timeoutMillis) {
        closed = true;
        due.clear();
        awaitReturn(null, timeoutMillis);
    }

    /** Forgets the source, and waits until its listener is not being called, unless this is the one that is. */
    synchronized void remove(Source source, long timeoutMillis) {
        due.remove(source);
        awaitReturn(source, timeoutMillis);
    }

    /** Whether a listener is being called by another thread than this. */
    synchronized boolean isElsewhere() {
        return thread != null && thread != Thread.currentThread();
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
        serving = next;
        thread = Thread.currentThread();
        return next;
    }

    private synchronized void end(Source served, boolean more) {
        if (more && !closed) {
            due.add(served);
        }
        serving = null;
        thread = null;
        notifyAll();
    }

    private void awaitReturn(Source source, long timeoutMillis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        boolean interrupted = false;
        while (isElsewhere() && (source == null || source == serving)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
