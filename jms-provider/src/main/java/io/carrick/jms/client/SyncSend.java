package io.carrick.jms.client;

import io.carrick.jms.wire.SendCompletion;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A send that its caller waits for. */
final class SyncSend implements SendCompletion {
    private final Thread sender = Thread.currentThread();
    private JMSException failure;
    private volatile boolean complete;

    @Override
    public void accepted() {
        complete = true;
        LockSupport.unpark(sender);
    }

    @Override
    public void failed(JMSException cause) {
        failure = cause;
        complete = true;
        LockSupport.unpark(sender);
    }

    /**
     * Waits for the outcome.
     *
     * @param timeoutMillis below 0 for ever
     * @throws JMSException if the message was refused, or the wait ended before the outcome was known
     */
    void await(long timeoutMillis) throws JMSException {
        long end = timeoutMillis < 0 ? 0 : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (!complete) {
            if (timeoutMillis < 0) {
                LockSupport.park(this);
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new JMSException("The broker has not answered within " + timeoutMillis
                            + " ms; what became of the message is unknown");
                }
                LockSupport.parkNanos(this, left);
            }
            if (!complete && Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw Failures.of(
                        "Interrupted while waiting for the broker; what became of the message is unknown",
                        new InterruptedException("interrupted"));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
