package io.carrick.tck.ecosystem;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool as an application server has it: a session and a thread for each batch of messages. */
final class ServerSessions implements ServerSessionPool {
    private final BlockingQueue<ServerSession> free;
    private final Executor threads;
    private final AtomicInteger failures;

    /** @param failures how many batches are rolled back, if the sessions are transacted, before others are committed */
    ServerSessions(
            Connection connection,
            int count,
            boolean transacted,
            int failures,
            MessageListener listener,
            Executor threads)
            throws JMSException {
        this.threads = threads;
        this.failures = new AtomicInteger(failures);
        free = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            Session session = connection.createSession(
                    transacted, transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
            free.add(new PooledSession(session, listener));
        }
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        try {
            ServerSession session = free.poll(20, TimeUnit.SECONDS);
            if (session == null) {
                throw new JMSException("no session is free");
            }
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JMSException("interrupted while waiting for a session");
        }
    }

    private final class PooledSession implements ServerSession {
        private final Session session;
        private int received;

        PooledSession(Session session, MessageListener listener) throws JMSException {
            this.session = session;
            session.setMessageListener(message -> {
                received++;
                listener.onMessage(message);
            });
        }

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            threads.execute(this::run);
        }

        private void run() {
            try {
                received = 0;
                session.run();
                // A session may be started for messages that others have taken meanwhile.
                if (session.getTransacted() && received > 0 && failures.getAndDecrement() > 0) {
                    session.rollback();
                } else if (session.getTransacted()) {
                    session.commit();
                }
            } catch (JMSException e) {
                throw new IllegalStateException("a server session failed", e);
            } finally {
                free.add(this);
            }
        }
    }
}
