package io.carrick.jms.amqp;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands work of any thread to the I/O thread, which carries it out in the order of each thread. However much piles up
 * while the I/O thread is busy, it is woken once, and what it writes is flushed once.
 *
 * <p>A stack without locks: the first to put something on an empty one wakes the I/O thread, which takes the whole
 * stack and turns it round. Thread-safe.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final AtomicReference<Task> newest = new AtomicReference<>();
    private final Executor ioThread;
    private final Runnable afterBatch;
    private final Runnable batch = this::runBatch;

    /** Something to do. An object is handed over once at a time. */
    abstract static class Task {
        private Task next;

        /** Called by the I/O thread. */
        abstract void run();
    }

    /**
     * A handover to a thread.
     *
     * @param ioThread runs one thing at a time
     * @param afterBatch run by it after each batch
     */
    Handover(Executor ioThread, Runnable afterBatch) {
        this.ioThread = ioThread;
        this.afterBatch = afterBatch;
    }

    void hand(Runnable work) {
        hand(new Task() {
            @Override
            void run() {
                work.run();
            }
        });
    }

    void hand(Task task) {
        Task before;
        do {
            before = newest.get();
            task.next = before;
        } while (!newest.compareAndSet(before, task));
        if (before == null) {
            wake();
        }
    }

    private void wake() {
        try {
            ioThread.execute(batch);
        } catch (RejectedExecutionException e) {
            // The connection has been closed and its thread given back: whoever is late learns that here.
            synchronized (this) {
                runBatch();
            }
        }
    }

    private void runBatch() {
        Task task = oldestFirst(newest.getAndSet(null));
        while (task != null) {
            Task next = task.next;
            task.next = null;
            run(task);
            task = next;
        }
        afterBatch.run();
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // One broken task must not take the others of the batch, maybe of other threads, with it.
            LOG.error("Unexpected failure on the I/O thread", e);
        }
    }

    private static Task oldestFirst(Task stack) {
        Task turned = null;
        Task task = stack;
        while (task != null) {
            Task next = task.next;
            task.next = turned;
            turned = task;
            task = next;
        }
        return turned;
    }
}
