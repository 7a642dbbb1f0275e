package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTopic;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.wire.ReceiverOptions.SubscriptionOptions;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session (Jakarta Messaging 3.1, section 6.2). While a message listener is being called, other threads may not
 * receive, commit, roll back or recover; that they create objects or send is let pass, although section 2.14 does not
 * allow it, because too many applications do it while they set up.
 */
class JmsSession implements QueueSession, TopicSession {
    private static final Logger LOG = LoggerFactory.getLogger(JmsSession.class);

    private final JmsConnection connection;
    private final Domain domain;
    private final AckMode mode;
    private final WireSession wire;
    private final String idPrefix;
    private final Acknowledgements acknowledgements;
    private final SessionTransaction transaction;
    private final SessionListeners listeners;
    private final AsyncSends asyncSends;
    private final SessionConsumers consumers;
    private final Reception reception;
    private final ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
    private final AtomicInteger producers = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    JmsSession(JmsConnection connection, Domain domain, AckMode mode, WireSession wire, String idPrefix) {
        this(connection, domain, mode, wire, idPrefix, new Acknowledgements(mode), null);
    }

    /** @param distributed null for the local transactions, or none, of the mode */
    JmsSession(
            JmsConnection connection,
            Domain domain,
            AckMode mode,
            WireSession wire,
            String idPrefix,
            Acknowledgements acknowledgements,
            SessionTransaction distributed) {
        this.connection = connection;
        this.domain = domain;
        this.mode = mode;
        this.wire = wire;
        this.idPrefix = idPrefix;
        this.acknowledgements = acknowledgements;
        if (distributed != null) {
            transaction = distributed;
        } else {
            transaction =
                    mode == AckMode.TRANSACTED ? new LocalTransaction(wire, acknowledgements) : SessionTransaction.NONE;
        }
        asyncSends = new AsyncSends(this, connection.threads());
        consumers = new SessionConsumers(this, wire);
        reception = new Reception(this, acknowledgements, transaction);
        listeners = new SessionListeners(connection.threads(), reception);
    }

    // ---- Messages ----

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        checkOpen();
        return messages().createBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        checkOpen();
        return messages().createMapMessage();
    }

    @Override
    public Message createMessage() throws JMSException {
        checkOpen();
        return messages().createMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        return createObjectMessage(null);
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        checkOpen();
        return messages().createObjectMessage(object);
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        checkOpen();
        return messages().createStreamMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        return createTextMessage(null);
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        checkOpen();
        return messages().createTextMessage(text);
    }

    // ---- Acknowledging ----

    @Override
    public boolean getTransacted() throws JMSException {
        checkOpen();
        return mode == AckMode.TRANSACTED;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        checkOpen();
        return mode.number;
    }

    @Override
    public void commit() throws JMSException {
        checkOpen();
        Callback.refuse(this, "commit", Callback.Kind.COMPLETION_LISTENER);
        listeners.refuseElsewhere("commit");
        awaitAsyncSends();
        try {
            transaction.commit();
        } catch (jakarta.jms.TransactionRolledBackException e) {
            consumers.restart();
            throw e;
        }
    }

    @Override
    public void rollback() throws JMSException {
        checkOpen();
        Callback.refuse(this, "rollback", Callback.Kind.COMPLETION_LISTENER);
        listeners.refuseElsewhere("rollback");
        awaitAsyncSends();
        transaction.rollback();
    }

    @Override
    public void recover() throws JMSException {
        checkOpen();
        if (mode == AckMode.TRANSACTED) {
            throw new IllegalStateException("A transacted session is rolled back, not recovered");
        }
        listeners.refuseElsewhere("recover");
        acknowledgements.restart();
    }

    /** Acknowledges everything delivered so far, in the mode that leaves it to the application. */
    void acknowledgeAll() throws JMSException {
        checkOpen();
        if (mode == AckMode.CLIENT || mode == AckMode.INDIVIDUAL) {
            acknowledgements.acknowledgeAll();
        }
    }

    private void awaitAsyncSends() throws JMSException {
        long timeoutMillis = settings().timeouts().sendMillis();
        if (!asyncSends.await(timeoutMillis < 0 ? Integer.MAX_VALUE : timeoutMillis)) {
            throw new JMSException("Asynchronous sends are not complete after " + timeoutMillis + " ms");
        }
    }

    // ---- Producers ----

    @Override
    public JmsMessageProducer createProducer(Destination destination) throws JMSException {
        checkOpen();
        CarrickDestination to = destination == null ? null : Destinations.of(destination);
        if (to != null) {
            connection.temporaries().checkProducer(to);
        }
        WireSender sender = wire.openSender(to == null ? null : connection.target(to));
        return new JmsMessageProducer(this, to, sender, idPrefix + ':' + producers.incrementAndGet() + '-');
    }

    @Override
    public QueueSender createSender(Queue queue) throws JMSException {
        domain.refuseQueues("createSender");
        return createProducer(queue);
    }

    @Override
    public TopicPublisher createPublisher(Topic topic) throws JMSException {
        domain.refuseTopics("createPublisher");
        return createProducer(topic);
    }

    // ---- Consumers ----

    @Override
    public JmsMessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public JmsMessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public JmsMessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
            throws JMSException {
        return consume(destination, selector, noLocal, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        domain.refuseQueues("createReceiver");
        return createConsumer(queue, selector, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal) throws JMSException {
        domain.refuseTopics("createSubscriber");
        return createConsumer(topic, selector, noLocal);
    }

    @Override
    public JmsMessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public JmsMessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        domain.refuseTopics("createSharedConsumer");
        return consume(topic, selector, false, new SubscriptionOptions(name, false, true));
    }

    @Override
    public JmsMessageConsumer createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public JmsMessageConsumer createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        return createDurableConsumer(topic, name, selector, noLocal);
    }

    @Override
    public JmsMessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public JmsMessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        domain.refuseTopics("createDurableConsumer");
        checkOpen();
        if (!connection.hasClientId()) {
            throw new IllegalStateException("An unshared durable subscription needs a client id");
        }
        return consume(topic, selector, noLocal, new SubscriptionOptions(name, true, false));
    }

    @Override
    public JmsMessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public JmsMessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector)
            throws JMSException {
        domain.refuseTopics("createSharedDurableConsumer");
        return consume(topic, selector, false, new SubscriptionOptions(name, true, true));
    }

    private JmsMessageConsumer consume(
            Destination destination, String selector, boolean noLocal, SubscriptionOptions named) throws JMSException {
        checkOpen();
        return consumers.create(consumers.subscription(destination, selector, noLocal, named));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        domain.refuseQueues("createBrowser");
        checkOpen();
        Subscription browsed = consumers.subscription(queue, selector, false, null);
        if (browsed.destination().kind().isTopic()) {
            throw new InvalidDestinationException("A topic cannot be browsed: " + queue);
        }
        return consumers.createBrowser(browsed.destination(), browsed.selector());
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        domain.refuseTopics("unsubscribe");
        checkOpen();
        connection.unsubscribe(name);
    }

    // ---- Destinations ----

    @Override
    public Queue createQueue(String name) throws JMSException {
        domain.refuseQueues("createQueue");
        checkOpen();
        return (Queue) Destinations.of(new CarrickQueue(named(name)));
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        domain.refuseTopics("createTopic");
        checkOpen();
        return (Topic) Destinations.of(new CarrickTopic(named(name)));
    }

    private static String named(String name) throws JMSException {
        if (name == null) {
            throw new InvalidDestinationException("The name of the destination is null");
        }
        return name;
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        domain.refuseQueues("createTemporaryQueue");
        checkOpen();
        return connection.temporaries().createQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        domain.refuseTopics("createTemporaryTopic");
        checkOpen();
        return connection.temporaries().createTopic();
    }

    // ---- What application servers use ----

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return listeners.ofServer();
    }

    @Override
    public void setMessageListener(MessageListener value) throws JMSException {
        checkOpen();
        listeners.ofServer(value);
    }

    /** Gives the messages that a connection consumer has loaded to the session's listener, on the caller's thread. */
    @Override
    public void run() {
        listeners.runServer();
    }

    // ---- Life ----

    void start() {
        listeners.start();
        consumers.start();
    }

    /** Keeps messages back. */
    void stop() {
        consumers.stop();
        listeners.stop();
    }

    private Deadline closeDeadline() {
        return Deadline.in(settings().timeouts().closeMillis());
    }

    /**
     * Closes the session. Listeners that are being called may use it until they return, which is waited for (section
     * 6.2.15); so are asynchronous sends, after it is closed for everybody.
     */
    @Override
    public void close() throws JMSException {
        Callback.refuse(this, "close", Callback.Kind.MESSAGE_LISTENER, Callback.Kind.COMPLETION_LISTENER);
        listeners.close();
        listeners.await(closeDeadline());
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            closeLocally(closeDeadline());
            transaction.abandon();
            WireTransaction last = transaction.outliving();
            if (last == null) {
                wire.close();
            } else {
                wire.closeAfter(last);
            }
        } finally {
            connection.remove(this);
        }
    }

    /** Ends everything but the session at the broker, after waiting for asynchronous sends. */
    void closeWithConnection(Deadline deadline) {
        if (closed.compareAndSet(false, true)) {
            closeLocally(deadline);
        }
    }

    private void closeLocally(Deadline deadline) {
        consumers.stop();
        if (!asyncSends.await(deadline.leftMillis())) {
            LOG.warn("A session is closed before its asynchronous sends are complete");
        }
        consumers.close();
        transaction.closing();
        acknowledgements.close();
    }

    boolean isClosed() {
        return closed.get();
    }

    void checkOpen() throws JMSException {
        connection.checkUsable();
        if (isClosed()) {
            throw new IllegalStateException("The session is closed");
        }
    }

    // ---- For the objects of the session ----

    JmsConnection connection() {
        return connection;
    }

    /** The context class loader of the thread that created the session. */
    ClassLoader classLoader() {
        return classLoader;
    }

    AckMode mode() {
        return mode;
    }

    Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    SessionTransaction transaction() {
        return transaction;
    }

    SessionListeners listeners() {
        return listeners;
    }

    AsyncSends asyncSends() {
        return asyncSends;
    }

    Reception reception() {
        return reception;
    }

    SessionConsumers consumers() {
        return consumers;
    }

    MessageFactory messages() {
        return connection.messages();
    }

    ClientSettings settings() {
        return connection.settings();
    }

    Timer timer() {
        return connection.timer();
    }

    Executor threads() {
        return connection.threads();
    }
}
