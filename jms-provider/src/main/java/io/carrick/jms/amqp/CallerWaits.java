package io.carrick.jms.amqp;

import io.carrick.jms.config.ConnectionSettings;
import io.netty.channel.EventLoop;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.util.concurrent.TimeUnit;

/**
 * How the application's threads wait for the I/O thread of a connection: for answers, and for room to send; each as long as
 * the settings allow. Thread-safe.
 */
final class CallerWaits {
    private final ConnectionSettings settings;
    private final EventLoop ioThread;
    private final SendBudget budget;

    CallerWaits(ConnectionSettings settings, EventLoop ioThread) {
        this.settings = settings;
        this.ioThread = ioThread;
        budget = new SendBudget(settings.brokers().get(0).amqp().unsentBytesMax());
    }

    /** The bytes that may wait to be written. */
    SendBudget budget() {
        return budget;
    }

    /** Waits for the answer to a request, for the request time-out at most. */
    <T> T await(Answer<T> answer) throws JMSException {
        requireNotIoThread();
        return answer.await(settings.timeouts().requestMillis());
    }

    /** Waits for the answer to a close, for the close time-out at most. */
    void awaitClose(Answer<Void> answer) throws JMSException {
        requireNotIoThread();
        answer.await(settings.timeouts().closeMillis());
    }

    private void requireNotIoThread() throws JMSException {
        if (ioThread.inEventLoop()) {
            throw new jakarta.jms.IllegalStateException("This would wait for the I/O thread, from which it was called");
        }
    }

    /** Waits until not too much is waiting to be written; the I/O thread never does. */
    void awaitRoom(int bytes) throws JMSException {
        if (ioThread.inEventLoop()) {
            budget.takeAtOnce(bytes);
            return;
        }
        long millis = settings.timeouts().sendMillis();
        try {
            long nanos = millis > 0 ? TimeUnit.MILLISECONDS.toNanos(millis) : Long.MAX_VALUE;
            if (!budget.take(bytes, nanos)) {
                throw new ResourceAllocationException(
                        "Within " + millis + " ms there was no room among the bytes that wait to be sent",
                        Failures.TIMED_OUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.linked(new JMSException("Interrupted while waiting to send"), e);
        }
    }
}
