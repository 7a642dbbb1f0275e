package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.MessageObserver.Outcome;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.message.OutgoingHeaders;
import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.SendCompletion;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A producer, of messages for one destination or for any (Jakarta Messaging 3.1, section 7). A message is encoded as it
 * is sent: what the application does to it afterwards does not reach the broker.
 */
final class JmsMessageProducer implements QueueSender, TopicPublisher {
    private final JmsSession session;
    private final CarrickDestination destination;
    private final WireSender wire;
    private final String idPrefix;
    private final Observation observation;
    private final AtomicLong sequence = new AtomicLong();

    private boolean messageIdDisabled;
    private boolean timestampDisabled;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLiveMillis = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelayMillis = Message.DEFAULT_DELIVERY_DELAY;
    private volatile boolean closed;

    /**
     * Creates a producer.
     *
     * @param destination null if every send names its own
     * @param idPrefix what the ids of its messages begin with, and nobody else's
     */
    JmsMessageProducer(JmsSession session, CarrickDestination destination, WireSender wire, String idPrefix) {
        this.session = session;
        this.destination = destination;
        this.wire = wire;
        this.idPrefix = idPrefix;
        observation = session.connection().observation();
    }

    // ---- Sending ----

    @Override
    public void send(Message message) throws JMSException {
        send(message, deliveryMode, priority, timeToLiveMillis);
    }

    @Override
    public void send(Message message, int mode, int messagePriority, long ttlMillis) throws JMSException {
        send(own(), message, quality(mode, messagePriority, ttlMillis), null);
    }

    @Override
    public void send(Destination to, Message message) throws JMSException {
        send(to, message, deliveryMode, priority, timeToLiveMillis);
    }

    @Override
    public void send(Destination to, Message message, int mode, int messagePriority, long ttlMillis)
            throws JMSException {
        send(any(to), message, quality(mode, messagePriority, ttlMillis), null);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        send(message, deliveryMode, priority, timeToLiveMillis, listener);
    }

    @Override
    public void send(Message message, int mode, int messagePriority, long ttlMillis, CompletionListener listener)
            throws JMSException {
        Quality quality = quality(mode, messagePriority, ttlMillis);
        send(own(), message, quality, checked(listener));
    }

    @Override
    public void send(Destination to, Message message, CompletionListener listener) throws JMSException {
        send(to, message, deliveryMode, priority, timeToLiveMillis, listener);
    }

    @Override
    public void send(
            Destination to, Message message, int mode, int messagePriority, long ttlMillis, CompletionListener listener)
            throws JMSException {
        Quality quality = quality(mode, messagePriority, ttlMillis);
        send(any(to), message, quality, checked(listener));
    }

    @Override
    public void send(Queue to, Message message) throws JMSException {
        send((Destination) to, message);
    }

    @Override
    public void send(Queue to, Message message, int mode, int messagePriority, long ttlMillis) throws JMSException {
        send((Destination) to, message, mode, messagePriority, ttlMillis);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int mode, int messagePriority, long ttlMillis) throws JMSException {
        send(message, mode, messagePriority, ttlMillis);
    }

    @Override
    public void publish(Topic to, Message message) throws JMSException {
        send((Destination) to, message);
    }

    @Override
    public void publish(Topic to, Message message, int mode, int messagePriority, long ttlMillis) throws JMSException {
        send((Destination) to, message, mode, messagePriority, ttlMillis);
    }

    /**
     * Sends.
     *
     * @param listener told the outcome; null to wait for it, as far as the settings want that
     */
    void send(CarrickDestination to, Message message, Quality quality, CompletionListener listener)
            throws JMSException {
        checkOpen();
        quality.check();
        if (message == null) {
            throw new MessageFormatException("The message is null");
        }
        session.connection().temporaries().checkProducer(to);
        CarrickMessage sent = session.messages().toCarrick(message);
        sent.setOutgoingHeaders(headers(to, quality));
        sent.setUserId(session.connection().sentUserId());
        Outcome outcome = observation.sending(sent, to);
        SyncSend awaited;
        try {
            OutboundMessage outbound = outbound(to, sent, quality);
            MessageFactory.copyHeaders(sent, message);
            awaited = handOver(outbound, sent, message, listener, outcome);
        } catch (JMSException | RuntimeException e) {
            outcome.ended(e);
            throw e;
        }
        if (awaited != null) {
            awaited.await(session.settings().timeouts().sendMillis());
        }
    }

    /** Gives the message to the wire; if that throws, the outcome is told to nobody. Null if nobody is to wait. */
    private SyncSend handOver(
            OutboundMessage outbound,
            CarrickMessage sent,
            Message message,
            CompletionListener listener,
            Outcome outcome)
            throws JMSException {
        WireTransaction transaction = session.transaction().current();
        if (listener != null) {
            sendAsynchronously(outbound, transaction, message, listener, outcome);
            return null;
        }
        if (!isAwaited(outbound, sent, transaction)) {
            wire.send(outbound, transaction, Observation.telling(outcome, new UnawaitedSend(transaction)));
            return null;
        }
        SyncSend awaited = new SyncSend();
        wire.send(outbound, transaction, Observation.telling(outcome, awaited));
        return awaited;
    }

    private void sendAsynchronously(
            OutboundMessage outbound,
            WireTransaction transaction,
            Message message,
            CompletionListener listener,
            Outcome outcome)
            throws JMSException {
        AsyncSends.Pending pending = session.asyncSends().begin(message, listener);
        boolean sent = false;
        try {
            wire.send(outbound, transaction, Observation.telling(outcome, pending));
            sent = true;
        } finally {
            if (!sent) {
                session.asyncSends().withdraw(pending);
            }
        }
    }

    /** A half message is of use only to those who know that it is stored. */
    private boolean isAwaited(OutboundMessage message, CarrickMessage sent, WireTransaction transaction) {
        ClientSettings.Sending sending = session.settings().sending();
        if (transaction != null) {
            return sending.forceSync();
        }
        return sending.forceSync()
                || sent.concernsHalfMessage()
                || !(sending.forceAsync()
                        || sending.presettle()
                        || (sending.nonPersistentAsync() && !message.durable()));
    }

    private OutboundMessage outbound(CarrickDestination to, CarrickMessage message, Quality quality)
            throws JMSException {
        byte[] encoded = session.messages().encode(message);
        boolean presettled = session.settings().sending().presettle()
                && session.mode() != AckMode.TRANSACTED
                && !message.concernsHalfMessage();
        return new OutboundMessage(
                encoded,
                quality.isPersistent(),
                presettled,
                session.connection().target(to),
                isSentOnce(to, message));
    }

    /**
     * A half message that is answered only after a failover may be older than its group takes any local transaction to
     * be, and be rolled back while the transaction runs. A decision may be repeated.
     */
    private static boolean isSentOnce(CarrickDestination to, CarrickMessage message) {
        return message.concernsHalfMessage() && !to.getAddress().equals(HalfMessageConnection.DECISIONS);
    }

    private OutgoingHeaders headers(CarrickDestination to, Quality quality) {
        long now = session.timer().currentTimeMillis();
        return new OutgoingHeaders(
                quality.messageIdDisabled() ? null : idPrefix + sequence.incrementAndGet(),
                to,
                quality.deliveryMode(),
                quality.priority(),
                quality.timestampDisabled() ? 0 : now,
                quality.timeToLiveMillis(),
                quality.timeToLiveMillis() == 0 ? 0 : saturatedSum(now, quality.timeToLiveMillis()),
                saturatedSum(now, quality.deliveryDelayMillis()),
                quality.deliveryDelayMillis() > 0);
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private Quality quality(int mode, int messagePriority, long ttlMillis) {
        return new Quality(mode, messagePriority, ttlMillis, deliveryDelayMillis, messageIdDisabled, timestampDisabled);
    }

    private CarrickDestination own() throws JMSException {
        checkOpen();
        if (destination == null) {
            throw new UnsupportedOperationException("The producer has no destination; each send has to name one");
        }
        return destination;
    }

    private CarrickDestination any(Destination to) throws JMSException {
        checkOpen();
        if (destination != null) {
            throw new UnsupportedOperationException("The producer sends to " + destination + " only");
        }
        return Destinations.of(to);
    }

    private static CompletionListener checked(CompletionListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("The completion listener is null");
        }
        return listener;
    }

    /** A send whose caller does not wait, nor hears of it. */
    private final class UnawaitedSend implements SendCompletion {
        private final WireTransaction transaction;

        UnawaitedSend(WireTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void accepted() {}

        @Override
        public void failed(JMSException cause) {
            if (transaction != null) {
                session.transaction().sendFailed(transaction, cause);
            } else {
                session.connection().report(cause);
            }
        }
    }

    // ---- How ----

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        checkOpen();
        messageIdDisabled = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        checkOpen();
        return messageIdDisabled;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        checkOpen();
        timestampDisabled = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        checkOpen();
        return timestampDisabled;
    }

    @Override
    public void setDeliveryMode(int value) throws JMSException {
        checkOpen();
        Quality.checkDeliveryMode(value);
        deliveryMode = value;
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        checkOpen();
        return deliveryMode;
    }

    @Override
    public void setPriority(int value) throws JMSException {
        checkOpen();
        Quality.checkPriority(value);
        priority = value;
    }

    @Override
    public int getPriority() throws JMSException {
        checkOpen();
        return priority;
    }

    @Override
    public void setTimeToLive(long value) throws JMSException {
        checkOpen();
        Quality.checkMillis("time to live", value);
        timeToLiveMillis = value;
    }

    @Override
    public long getTimeToLive() throws JMSException {
        checkOpen();
        return timeToLiveMillis;
    }

    @Override
    public void setDeliveryDelay(long value) throws JMSException {
        checkOpen();
        Quality.checkMillis("delivery delay", value);
        deliveryDelayMillis = value;
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        checkOpen();
        return deliveryDelayMillis;
    }

    @Override
    public Destination getDestination() throws JMSException {
        checkOpen();
        return destination;
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) destination;
    }

    @Override
    public Topic getTopic() throws JMSException {
        checkOpen();
        return (Topic) destination;
    }

    /** Closes the producer, after waiting for asynchronous sends of its session, for the close time-out at most. */
    @Override
    public void close() throws JMSException {
        Callback.refuse(session, "close of a producer", Callback.Kind.COMPLETION_LISTENER);
        if (closed) {
            return;
        }
        closed = true;
        boolean unused =
                session.asyncSends().await(session.settings().timeouts().closeMillis());
        if (!session.isClosed()) {
            wire.close();
        }
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (closed) {
            throw new IllegalStateException("The producer is closed");
        }
    }
}
