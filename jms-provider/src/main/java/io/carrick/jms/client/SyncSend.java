package io.carrick.jms.client;

import io.carrick.jms.wire.SendCompletion;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A send that its caller waits for, and withdraws when it has waited for too long. */
final class SyncSend implements SendCompletion {
    private final Thread sender = Thread.currentThread();
    private JMSException failure;
    private volatile boolean complete;
    private boolean begun;
    private boolean withdrawn;

    @Override
    public synchronized boolean isWithdrawn() {
        return withdrawn;
    }

    @Override
    public synchronized boolean begin() {
        begun |= !withdrawn;
        return !withdrawn;
    }

    /** What is to be said of the message from now on. */
    private synchronized String withdraw() {
        withdrawn = true;
        return begun ? "what became of the message is unknown" : "the message was not sent";
    }

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
                    throw timedOut(timeoutMillis);
                }
                LockSupport.parkNanos(this, left);
            }
            if (!complete && Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw Failures.of(
                        "Interrupted while waiting for the broker; " + withdraw(),
                        new InterruptedException("interrupted"));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private JMSException timedOut(long timeoutMillis) {
        String fate = withdraw();
        return new JMSException(
                begun
                        ? "The broker has not answered within " + timeoutMillis + " ms; " + fate
                        : "The message could not be sent within " + timeoutMillis
                                + " ms, for want of a connection or of credit; " + fate);
    }
}
