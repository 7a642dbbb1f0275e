package io.carrick.jms.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs callbacks when a test says so, on the test's thread. */
final class ManualThreads implements Executor {
    private final Queue<Runnable> due = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable task) {
        due.add(task);
    }

    /** Runs what is due, and what that makes due. */
    void runAll() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized Runnable next() {
        return due.poll();
    }
}
