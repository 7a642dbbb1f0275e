package io.carrick.jms.amqp;

import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a caller waits for and the I/O thread finds out. Thread-safe; the first outcome counts. */
final class Answer<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final String what;

    /** @param what is waited for, for the text of a time-out */
    Answer(String what) {
        this.what = what;
    }

    void succeed(T value) {
        future.complete(value);
    }

    void fail(JMSException cause) {
        future.completeExceptionally(cause);
    }

    boolean isDone() {
        return future.isDone();
    }

    /** Runs something after the outcome, whichever it is, on the thread that finds it out or at once. */
    void whenDone(Runnable action) {
        CompletableFuture<T> same = future.whenComplete((value, failure) -> action.run());
        assert same != future;
    }

    /**
     * Waits.
     *
     * @param timeoutMillis 0 or less for as long as it takes
     * @throws JMSException the failure, or that the time is up, or that the thread was interrupted
     */
    T await(long timeoutMillis) throws JMSException {
        try {
            return timeoutMillis > 0 ? future.get(timeoutMillis, TimeUnit.MILLISECONDS) : future.get();
        } catch (TimeoutException e) {
            return timedOut(timeoutMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.linked(new JMSException("Interrupted while waiting for " + what), e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** The answer may come in the last moment: either it counts or the time-out, never both. */
    private T timedOut(long timeoutMillis) throws JMSException {
        JMSException timeout =
                new JMSException("No answer within " + timeoutMillis + " ms to " + what, Failures.TIMED_OUT);
        future.completeExceptionally(timeout);
        try {
            return future.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw failure(e);
        }
    }

    private static JMSException failure(Exception wrapper) {
        return wrapper.getCause() instanceof JMSException failure
                ? failure
                : Failures.linked(new JMSException(String.valueOf(wrapper.getCause())), wrapper);
    }
}
