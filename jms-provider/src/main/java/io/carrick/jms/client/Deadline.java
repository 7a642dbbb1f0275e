package io.carrick.jms.client;

import java.util.concurrent.TimeUnit;

/**
 * When several waits are to be over together, however many there are.
 *
 * @param endNanos of {@link System#nanoTime}
 */
record Deadline(long endNanos) {
    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** What is left, 0 if nothing is. */
    long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
    }
}
