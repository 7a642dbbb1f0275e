package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that runs in a thread of its own beside the test, which may block. */
final class Background<T> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Background(Callable<T> task) {
        thread = new Thread(
                () -> {
                    try {
                        outcome.complete(task.call());
                    } catch (Throwable failure) {
                        outcome.completeExceptionally(failure);
                    }
                },
                "background-of-test");
        thread.setDaemon(true);
    }

    /** Something that can throw. */
    interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    /** Starts a task. */
    static <T> Background<T> call(Callable<T> task) {
        Background<T> background = new Background<>(task);
        background.thread.start();
        return background;
    }

    /** Starts an action. */
    static Background<Void> run(Action action) {
        return call(() -> {
            action.run();
            return null;
        });
    }

    /** What the task returned; a failure if it does not end in time. Throws what the task threw. */
    T result() throws Exception {
        try {
            return outcome.get(JmsSpecification.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException e) {
            AssertionError stuck = new AssertionError("the other thread has not returned");
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    /** Waits until the thread waits for something, which is how a test knows that a call blocks. */
    Background<T> awaitBlocked() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        while (!waits() && thread.isAlive() && System.nanoTime() < deadline) {
            thread.join(1);
        }
        return this;
    }

    private boolean waits() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Fails if the task ends within a short time. */
    void assertBlocked() throws InterruptedException {
        thread.join(JmsSpecification.ABSENCE_MILLIS);
        assertThat(outcome.isDone()).as("the call still blocks").isFalse();
    }
}
