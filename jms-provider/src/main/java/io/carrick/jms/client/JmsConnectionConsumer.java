package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives the messages of a destination to the sessions of an application server's pool (Jakarta Messaging 3.1, section
 * 13.1), at most so many at a time. The pool's sessions must be this provider's; those that are transacted must be of
 * the same connection.
 */
final class JmsConnectionConsumer implements ConnectionConsumer, Inbox.Owner {
    /** When a pool that failed is asked again. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final JmsConnection connection;
    private final JmsSession opener;
    private final Subscription subscription;
    private final ServerSessionPool pool;
    private final int messagesMax;
    private final Inbox inbox;
    private final SerialTask task;
    private final AtomicBoolean closed = new AtomicBoolean();

    JmsConnectionConsumer(
            JmsConnection connection,
            JmsSession opener,
            Subscription subscription,
            ServerSessionPool pool,
            int messagesMax) {
        this.connection = connection;
        this.opener = opener;
        this.subscription = subscription;
        this.pool = pool;
        this.messagesMax = messagesMax;
        inbox = opener.consumers().inbox(subscription, this);
        task = new SerialTask(connection.threads(), this::step);
    }

    void open() throws JMSException {
        connection.subscriptions().begin(subscription);
        try {
            inbox.open(opener.consumers().openReceiver(subscription, inbox));
        } finally {
            if (inbox.receiver() == null) {
                connection.subscriptions().end(subscription);
            }
        }
        inbox.listening(true);
    }

    void start() {
        inbox.start();
    }

    void stop() {
        inbox.stop();
    }

    boolean consumes(CarrickDestination destination) {
        return subscription.destination().equals(destination);
    }

    @Override
    public void deliverable(Inbox same) {
        task.signal();
    }

    @Override
    public void failed(Inbox same, JMSException cause) {
        connection.report(cause);
    }

    @Override
    public ServerSessionPool getServerSessionPool() throws JMSException {
        connection.checkUsable();
        if (closed.get()) {
            throw new IllegalStateException("The connection consumer is closed");
        }
        return pool;
    }

    /** Closes it; what it gave to sessions can still be acknowledged, until they are closed. */
    @Override
    public void close() throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        connection.remove(this);
        connection.subscriptions().end(subscription);
        if (inbox.close(this::beginCloseLink)) {
            opener.close();
        }
    }

    void closeWithConnection() {
        if (closed.compareAndSet(false, true)) {
            boolean unused = inbox.close(() -> {});
        }
    }

    private void beginCloseLink() {
        inbox.receiver().beginClose(() -> connection.threads().execute(this::closeOpenerQuietly));
    }

    private void closeOpenerQuietly() {
        try {
            opener.close();
        } catch (JMSException e) {
            connection.report(e);
        }
    }

    private boolean step() {
        if (!inbox.hasDeliverable()) {
            return false;
        }
        List<InboundDelivery> taken = new ArrayList<>();
        try {
            ServerSession server = pool.getServerSession();
            JmsSession session = session(server.getSession());
            for (InboundDelivery next = inbox.poll(); next != null; next = inbox.poll()) {
                taken.add(next);
                session.listeners().loaded().load(next, inbox, subscription.destination());
                if (taken.size() == messagesMax) {
                    break;
                }
            }
            server.start();
            return inbox.hasDeliverable();
        } catch (JMSException e) {
            connection.report(e);
            taken.forEach(delivery -> inbox.settle(delivery, Settlement.RELEASED, null));
            if (!closed.get()) {
                connection.timer().schedule(task::signal, RETRY_NANOS);
            }
            return false;
        }
    }

    private JmsSession session(Session session) throws JMSException {
        if (!(session instanceof JmsSession ours)) {
            throw new JMSException("The server session is not of this provider: " + session);
        }
        if (ours.mode() == AckMode.TRANSACTED && ours.connection() != connection) {
            // A transaction belongs to a connection: it cannot hold what came over another one.
            throw new JMSException("The server session is transacted, and of another connection: " + session);
        }
        return ours;
    }
}
