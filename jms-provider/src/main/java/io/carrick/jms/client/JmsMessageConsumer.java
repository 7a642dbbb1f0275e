package io.carrick.jms.client;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.concurrent.TimeUnit;

/** A consumer of a queue or a topic, for a listener or for {@code receive} (Jakarta Messaging 3.1, section 8). */
final class JmsMessageConsumer implements QueueReceiver, TopicSubscriber, ListenerDispatch.Source, Inbox.Owner {
    /** What has to be done with a message before it is acknowledged automatically. */
    interface Use<T> {
        T of(Message message) throws JMSException;
    }

    private final JmsSession session;
    private final Subscription subscription;
    private final Inbox inbox;
    private volatile MessageListener listener;
    private volatile boolean closed;

    JmsMessageConsumer(JmsSession session, Subscription subscription) {
        this.session = session;
        this.subscription = subscription;
        inbox = session.consumers().inbox(subscription, this);
    }

    Inbox inbox() {
        return inbox;
    }

    Subscription subscription() {
        return subscription;
    }

    // ---- Receiving ----

    @Override
    public Message receive() throws JMSException {
        return receive(0L);
    }

    @Override
    public Message receive(long timeoutMillis) throws JMSException {
        if (timeoutMillis < 0) {
            throw new JMSException("The time-out is negative: " + timeoutMillis);
        }
        return receive(timeoutMillis == 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMillis), message -> message);
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return receive(0L, message -> message);
    }

    /**
     * Receives a message and uses it. If the use fails, the message counts as not received: with automatic
     * acknowledgement it is the next to be received again.
     *
     * @param timeoutNanos below 0 for ever
     * @return null if there is no message
     */
    <T> T receive(long timeoutNanos, Use<T> use) throws JMSException {
        checkOpen();
        if (listener != null) {
            throw new IllegalStateException("The consumer has a message listener; its messages cannot be received");
        }
        session.listeners().refuseElsewhere("receive");
        long begin = session.timer().nanoTime();
        long end = begin + timeoutNanos;
        while (true) {
            long left = timeoutNanos <= 0
                    ? timeoutNanos
                    : Math.max(0, end - session.timer().nanoTime());
            InboundDelivery taken = inbox.take(left);
            if (taken == null) {
                return null;
            }
            Delivery delivery = session.reception().delivery(taken, inbox);
            CarrickMessage message = session.reception().open(delivery, subscription.destination());
            if (message != null) {
                observe(message, begin);
                return use(delivery, message, use);
            }
        }
    }

    private void observe(CarrickMessage message, long beginNanos) {
        Observation observation = session.connection().observation();
        if (!observation.isNone()) {
            observation.received(
                    message, subscription.destination(), session.timer().nanoTime() - beginNanos);
        }
    }

    private <T> T use(Delivery delivery, CarrickMessage message, Use<T> use) throws JMSException {
        T used;
        try {
            used = use.of(message);
        } catch (JMSException | RuntimeException e) {
            if (session.mode().isAutomatic()) {
                inbox.putBack(delivery.wire());
            } else {
                session.reception().delivered(delivery);
            }
            throw e;
        }
        session.reception().delivered(delivery);
        session.reception().processed(delivery);
        return used;
    }

    // ---- Listening ----

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return listener;
    }

    @Override
    public void setMessageListener(MessageListener value) throws JMSException {
        checkOpen();
        listener = value;
        inbox.listening(value != null);
    }

    boolean hasListener() {
        return listener != null;
    }

    @Override
    public boolean deliverNext() {
        MessageListener called = listener;
        if (called == null || closed) {
            return false;
        }
        InboundDelivery taken = inbox.serve();
        if (taken == null) {
            return false;
        }
        boolean more;
        try {
            session.reception().deliver(session.reception().delivery(taken, inbox), subscription.destination(), called);
        } finally {
            more = inbox.served();
        }
        return more;
    }

    @Override
    public void deliverable(Inbox same) {
        if (listener != null) {
            session.listeners().dispatch().deliverable(this);
        }
    }

    @Override
    public void failed(Inbox same, JMSException cause) {
        if (listener != null) {
            session.connection().report(cause);
        }
    }

    // ---- The rest ----

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return subscription.selector();
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) subscription.destination();
    }

    @Override
    public Topic getTopic() throws JMSException {
        checkOpen();
        return (Topic) subscription.destination();
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        checkOpen();
        return subscription.noLocal();
    }

    /**
     * Closes the consumer: a {@code receive} that waits returns null, a listener being called by another thread is
     * waited for. Messages delivered can still be acknowledged; until they are, the link to the broker stays.
     */
    @Override
    public void close() throws JMSException {
        if (closed) {
            return;
        }
        closed = true;
        session.consumers().remove(this);
        session.listeners()
                .dispatch()
                .remove(this, session.settings().timeouts().closeMillis());
        session.consumers().linger(this);
        if (inbox.close(this::beginCloseLink)) {
            session.consumers().lingered(this);
            closeLink();
        }
    }

    /** The session closes, and the links with it. */
    void closeWithSession() {
        closed = true;
        boolean unused = inbox.close(() -> {});
    }

    /** Closes the link although messages may not have been acknowledged: the broker delivers them again. */
    void closeLink() throws JMSException {
        inbox.receiver().close();
    }

    /** Does not wait, but whatever the application does next comes after it: it may unsubscribe. */
    private void beginCloseLink() {
        inbox.receiver().beginClose(() -> session.consumers().lingered(this));
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (closed) {
            throw new IllegalStateException("The consumer is closed");
        }
    }

    @Override
    public String toString() {
        return (subscription.destination() instanceof CarrickQueue ? "queue " : "topic ") + subscription.destination();
    }
}
