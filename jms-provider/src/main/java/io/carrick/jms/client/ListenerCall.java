package io.carrick.jms.client;

import java.util.concurrent.TimeUnit;

/** The call of a message listener that goes on at present, if one does, and those who wait for its end. Thread-safe. */
final class ListenerCall {
    private Object receiver;
    private Thread thread;

    /** @param of whose listener is called now, by this thread */
    synchronized void begin(Object of) {
        receiver = of;
        thread = Thread.currentThread();
    }

    synchronized void end() {
        receiver = null;
        thread = null;
        notifyAll();
    }

    /** Whether another thread than this is within the listener. */
    synchronized boolean isElsewhere() {
        return thread != null && thread != Thread.currentThread();
    }

    /** Waits until no listener is being called, unless by this thread. */
    void await(long timeoutMillis) {
        await(null, timeoutMillis);
    }

    /** Waits until the listener of one is not being called, unless by this thread. */
    synchronized void await(Object of, long timeoutMillis) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        boolean interrupted = false;
        while (isElsewhere() && (of == null || of == receiver)) {
            long left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
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
