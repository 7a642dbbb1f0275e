package io.carrick.jms.client;

import io.carrick.jms.wire.SendCompletion;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sends of a session whose outcome a {@link CompletionListener} is told (Jakarta Messaging 3.1, section 7.3): in the
 * order in which they were sent, one after the other, on shared threads. Thread-safe.
 */
final class AsyncSends {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncSends.class);
    private static final int SHARE = 64;

    private final JmsSession session;
    private final SerialTask task;
    private final Queue<Pending> pending = new ArrayDeque<>();

    AsyncSends(JmsSession session, Executor threads) {
        this.session = session;
        task = new SerialTask(threads, this::step);
    }

    /** A send begins. To be called before it does, by the thread that sends. */
    synchronized Pending begin(Message message, CompletionListener listener) {
        Pending begun = new Pending(message, listener);
        pending.add(begun);
        return begun;
    }

    /** The send failed as it was called, so that its listener is not told. */
    synchronized void withdraw(Pending begun) {
        pending.remove(begun);
        notifyAll();
    }

    /**
     * Waits until all sends so far are complete and their listeners have returned.
     *
     * @return whether they have, in time
     */
    synchronized boolean await(long timeoutMillis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        boolean interrupted = false;
        while (!pending.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return pending.isEmpty();
    }

    private boolean step() {
        for (int i = 0; i < SHARE; i++) {
            Pending head = head();
            if (head == null) {
                return false;
            }
            try {
                Callback.run(Callback.Kind.COMPLETION_LISTENER, session, head::call);
            } finally {
                remove();
            }
        }
        return true;
    }

    private synchronized Pending head() {
        Pending head = pending.peek();
        return head != null && head.complete ? head : null;
    }

    private synchronized void remove() {
        pending.remove();
        notifyAll();
    }

    /** A send whose outcome is open, or not yet told. */
    final class Pending implements SendCompletion {
        private final Message message;
        private final CompletionListener listener;
        private boolean complete;
        private JMSException failure;

        private Pending(Message message, CompletionListener listener) {
            this.message = message;
            this.listener = listener;
        }

        @Override
        public void accepted() {
            complete(null);
        }

        @Override
        public void failed(JMSException cause) {
            complete(cause);
        }

        private void complete(JMSException cause) {
            synchronized (AsyncSends.this) {
                complete = true;
                failure = cause;
            }
            task.signal();
        }

        private void call() {
            try {
                if (failure == null) {
                    listener.onCompletion(message);
                } else {
                    listener.onException(message, failure);
                }
            } catch (RuntimeException e) {
                LOG.warn("A completion listener has failed", e);
            }
        }
    }
}
