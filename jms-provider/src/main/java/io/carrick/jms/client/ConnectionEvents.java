package io.carrick.jms.client;

import io.carrick.jms.ConnectionObserver;
import io.carrick.jms.wire.WireConnectionListener;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an application what happens to its connection, in order, on shared threads. Thread-safe. */
final class ConnectionEvents implements WireConnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);

    private final ConnectionObserver observer;
    private final SerialTask task;
    private final ConcurrentLinkedQueue<Runnable> due = new ConcurrentLinkedQueue<>();
    private volatile ExceptionListener exceptionListener;
    private volatile JMSException failure;
    private volatile boolean closed;

    ConnectionEvents(ConnectionObserver observer, Executor threads) {
        this.observer = observer;
        task = new SerialTask(threads, this::step);
    }

    void exceptionListener(ExceptionListener listener) {
        exceptionListener = listener;
    }

    ExceptionListener exceptionListener() {
        return exceptionListener;
    }

    /** Why the connection is lost for good; null as long as it is not. */
    JMSException failure() {
        return failure;
    }

    void established(URI broker) {
        tell(() -> observer.established(broker));
    }

    @Override
    public void interrupted(URI broker, JMSException cause) {
        tell(() -> observer.interrupted(broker, cause));
    }

    @Override
    public void restored(URI broker) {
        tell(() -> observer.restored(broker));
    }

    @Override
    public void failed(JMSException cause) {
        failure = cause;
        tell(() -> observer.failed(cause));
        report(cause);
    }

    /** Tells the exception listener (section 6.1.7). */
    void report(JMSException cause) {
        if (closed) {
            return;
        }
        tell(() -> {
            ExceptionListener listener = exceptionListener;
            if (listener == null) {
                LOG.warn("The connection has no exception listener to be told: {}", cause.getMessage(), cause);
            } else {
                listener.onException(cause);
            }
        });
    }

    /** The connection is closed: what happens to it now is nobody's concern. */
    void close() {
        closed = true;
    }

    private void tell(Runnable call) {
        due.add(call);
        task.signal();
    }

    private boolean step() {
        Runnable next = due.poll();
        if (next == null) {
            return false;
        }
        try {
            next.run();
        } catch (RuntimeException e) {
            LOG.warn("A listener of a connection has failed", e);
        }
        return !due.isEmpty();
    }
}
