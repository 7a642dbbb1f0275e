package io.carrick.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The threads of a run. A task that throws fails the run. Thread-safe. */
final class Crew implements AutoCloseable {
    private static final long POLL_MILLIS = 50;

    private final ExecutorService threads = Executors.newCachedThreadPool(Crew::daemon);
    private final Failures failures;

    Crew(Failures failures) {
        this.failures = failures;
    }

    /** Something to do that may fail. */
    interface Task {
        void run() throws Exception;
    }

    /** Starts the tasks; the latch opens when all have ended. */
    CountDownLatch start(List<? extends Task> tasks) {
        CountDownLatch ended = new CountDownLatch(tasks.size());
        for (Task task : tasks) {
            threads.execute(() -> perform(task, ended));
        }
        return ended;
    }

    /**
     * Waits until the tasks have ended, or one of the run has failed.
     *
     * @throws TimeoutException if they take longer than {@code limit}
     */
    void await(CountDownLatch ended, String what, Duration limit) throws InterruptedException, TimeoutException {
        long endNanos = System.nanoTime() + limit.toNanos();
        while (!ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            failures.rethrow();
            if (System.nanoTime() - endNanos > 0) {
                throw new TimeoutException(ended.getCount() + " " + what + " still busy after " + limit);
            }
        }
        failures.rethrow();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    // The thread is the task's: whatever it throws is the run's failure, reported by whoever waits.
    private void perform(Task task, CountDownLatch ended) {
        try {
            task.run();
        } catch (Exception | Error failure) {
            failures.raise(failure);
        } finally {
            ended.countDown();
        }
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(body, "load");
        thread.setDaemon(true);
        return thread;
    }
}
