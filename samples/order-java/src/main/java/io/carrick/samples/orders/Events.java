package io.carrick.samples.orders;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What has happened, for those who wait for it. Thread-safe. */
final class Events {
    private static final long PATIENCE_SECONDS = 60;

    private final Set<String> happened = new HashSet<>();

    synchronized void add(String event) {
        happened.add(event);
        notifyAll();
    }

    /** @throws IllegalStateException if it does not happen within a minute */
    synchronized void await(String event) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!happened.contains(event)) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMillis <= 0) {
                throw new IllegalStateException("Within " + PATIENCE_SECONDS + " s there was no " + event);
            }
            wait(leftMillis);
        }
    }
}
