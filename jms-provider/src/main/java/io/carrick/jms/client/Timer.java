package io.carrick.jms.client;

/** Time, and what happens when it passes. Thread-safe. */
interface Timer {
    /** Like {@link System#nanoTime}. */
    long nanoTime();

    /** Like {@link System#currentTimeMillis}. */
    long currentTimeMillis();

    /** Runs the task once, on a thread that it must not block. */
    void schedule(Runnable task, long delayNanos);
}
