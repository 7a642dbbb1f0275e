package io.carrick.tck.interop;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts the outcomes of asynchronous sends. */
final class Completions implements CompletionListener {
    private final CountDownLatch open;
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    Completions(int expected) {
        open = new CountDownLatch(expected);
    }

    @Override
    public void onCompletion(Message message) {
        open.countDown();
    }

    @Override
    public void onException(Message message, Exception failure) {
        failures.add(failure);
        open.countDown();
    }

    boolean await(long limitMillis) throws InterruptedException {
        return open.await(limitMillis, TimeUnit.MILLISECONDS);
    }

    List<Exception> failures() {
        return List.copyOf(failures);
    }
}
