package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.ConnectionObserver;
import io.carrick.jms.MessageObserver;
import io.carrick.jms.message.DestinationResolver;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.message.MessageSettings;
import io.carrick.jms.wire.ReceiverOptions.SubscriptionOptions;
import io.carrick.jms.wire.RemoteBroker;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireConnectionListener;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection (Jakarta Messaging 3.1, section 6.1). It has authenticated itself when it is made; with the client id it
 * introduces itself at its first use. Thread-safe.
 */
class JmsConnection implements QueueConnection, TopicConnection {
    /** What a connection needs besides its wire. */
    record Environment(
            ClientSettings settings,
            ConnectionObserver observer,
            MessageObserver messageObserver,
            String userId,
            Timer timer,
            Executor threads) {}

    private final Environment environment;
    private final Observation observation;
    private final Domain domain;
    private final ConnectionEvents events;
    private final WireConnection wire;
    private final Temporaries temporaries;
    private final ActiveSubscriptions subscriptions = new ActiveSubscriptions();
    private final String id = UUID.randomUUID().toString();
    private final AtomicInteger sessionNumber = new AtomicInteger();
    private final Set<JmsSession> sessions = ConcurrentHashMap.newKeySet();
    private final List<JmsConnectionConsumer> connectionConsumers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ReentrantLock opening = new ReentrantLock();
    private final ReentrantLock starting = new ReentrantLock();

    private String clientId;
    private volatile MessageFactory messages;
    private volatile DestinationResolver destinations = DestinationResolver.PLAIN;
    private volatile boolean started;
    private volatile boolean closed;

    /** Where a connection's wire comes from. */
    interface Connect {
        WireConnection connect(WireConnectionListener listener) throws JMSException;
    }

    JmsConnection(Environment environment, Domain domain, Connect connect) throws JMSException {
        this.environment = environment;
        observation = new Observation(environment.messageObserver());
        this.domain = domain;
        events = new ConnectionEvents(environment.observer(), environment.threads());
        wire = connect.connect(events);
        temporaries = new Temporaries(this, wire);
        clientId = environment.settings().clientId();
    }

    // ---- Client id ----

    @Override
    public String getClientID() throws JMSException {
        checkOpen();
        opening.lock();
        try {
            return clientId;
        } finally {
            opening.unlock();
        }
    }

    /** Sets the client id, before anything else is done with the connection (section 6.1.2). */
    @Override
    public void setClientID(String value) throws JMSException {
        checkOpen();
        if (value == null || value.isEmpty()) {
            throw new InvalidClientIDException("The client id is empty");
        }
        opening.lock();
        try {
            if (clientId != null) {
                throw new IllegalStateException("The connection has the client id " + clientId + " already");
            }
            if (messages != null) {
                throw new IllegalStateException("The connection is in use; it is too late to set a client id");
            }
            introduce(value);
            clientId = value;
        } finally {
            opening.unlock();
        }
    }

    boolean hasClientId() throws JMSException {
        return getClientID() != null;
    }

    /** Introduces the client to the broker, unless that is done. */
    final void open() throws JMSException {
        checkUsable();
        if (messages != null) {
            return;
        }
        opening.lock();
        try {
            if (messages == null) {
                introduce(clientId);
            }
        } finally {
            opening.unlock();
        }
    }

    private void introduce(String name) throws JMSException {
        wire.open(name);
        RemoteBroker broker = wire.broker();
        destinations = new DestinationResolver(broker.queuePrefix(), broker.topicPrefix());
        ClientSettings settings = settings();
        messages = new MessageFactory(
                new MessageSettings(settings.validatePropertyNames(), settings.deserialization(), destinations));
        events.established(broker.uri());
    }

    // ---- Sessions ----

    @Override
    public Session createSession() throws JMSException {
        return newSession(domain, AckMode.AUTO);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return newSession(domain, AckMode.of(mode));
    }

    @Override
    public Session createSession(boolean transacted, int mode) throws JMSException {
        return newSession(domain, mode(transacted, mode));
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int mode) throws JMSException {
        domain.refuseQueues("createQueueSession");
        return newSession(Domain.QUEUE, mode(transacted, mode));
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int mode) throws JMSException {
        domain.refuseTopics("createTopicSession");
        return newSession(Domain.TOPIC, mode(transacted, mode));
    }

    private static AckMode mode(boolean transacted, int number) throws JMSException {
        if (transacted) {
            return AckMode.TRANSACTED;
        }
        AckMode mode = AckMode.of(number);
        if (mode == AckMode.TRANSACTED) {
            throw new JMSException("The session is not transacted, but its mode is");
        }
        return mode;
    }

    JmsSession newSession(Domain of, AckMode mode) throws JMSException {
        open();
        return add(new JmsSession(this, of, mode, wire.openSession(), nextIdPrefix()));
    }

    final <S extends JmsSession> S add(S session) throws JMSException {
        starting.lock();
        try {
            sessions.add(session);
            if (started) {
                session.start();
            }
        } finally {
            starting.unlock();
        }
        if (closing.get()) {
            session.listeners().close();
        }
        if (closed) {
            session.closeWithConnection(closeDeadline());
            checkOpen();
        }
        return session;
    }

    final String nextIdPrefix() {
        return "ID:" + id + ':' + sessionNumber.incrementAndGet();
    }

    void remove(JmsSession session) {
        sessions.remove(session);
    }

    // ---- Start, stop, close ----

    @Override
    public void start() throws JMSException {
        open();
        starting.lock();
        try {
            started = true;
            sessions.forEach(JmsSession::start);
            connectionConsumers.forEach(JmsConnectionConsumer::start);
        } finally {
            starting.unlock();
        }
    }

    @Override
    public void stop() throws JMSException {
        checkUsable();
        Callback.refuse(this, "stop", Callback.Kind.MESSAGE_LISTENER);
        open();
        starting.lock();
        try {
            started = false;
            connectionConsumers.forEach(JmsConnectionConsumer::stop);
            sessions.forEach(JmsSession::stop);
        } finally {
            starting.unlock();
        }
        // Not under the lock: a listener may be about to create a session.
        awaitListeners();
    }

    private void awaitListeners() {
        Deadline deadline = closeDeadline();
        sessions.forEach(session -> session.listeners().await(deadline));
    }

    private Deadline closeDeadline() {
        return Deadline.in(settings().timeouts().closeMillis());
    }

    boolean isStarted() {
        return started;
    }

    /**
     * Closes everything of the connection. Listeners that are being called may use it until they return, which is waited
     * for (section 6.1.8); so are asynchronous sends, after it is closed for everybody; each, of all sessions together,
     * for the close time-out.
     */
    @Override
    public void close() throws JMSException {
        Callback.refuse(this, "close", Callback.Kind.MESSAGE_LISTENER, Callback.Kind.COMPLETION_LISTENER);
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        connectionConsumers.forEach(JmsConnectionConsumer::stop);
        sessions.forEach(session -> session.listeners().close());
        awaitListeners();
        closed = true;
        connectionConsumers.forEach(JmsConnectionConsumer::closeWithConnection);
        Deadline deadline = closeDeadline();
        sessions.forEach(session -> session.closeWithConnection(deadline));
        wire.close();
        sessions.clear();
        events.close();
    }

    // ---- The rest of the interface ----

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        checkOpen();
        return JmsConnectionMetaData.INSTANCE;
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return events.exceptionListener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        checkOpen();
        events.exceptionListener(listener);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination from, String selector, ServerSessionPool pool, int messagesMax) throws JMSException {
        return consume(from, selector, null, pool, messagesMax);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue from, String selector, ServerSessionPool pool, int messagesMax) throws JMSException {
        domain.refuseQueues("createConnectionConsumer");
        return consume(from, selector, null, pool, messagesMax);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic from, String selector, ServerSessionPool pool, int messagesMax) throws JMSException {
        domain.refuseTopics("createConnectionConsumer");
        return consume(from, selector, null, pool, messagesMax);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic from, String name, String selector, ServerSessionPool pool, int messagesMax) throws JMSException {
        domain.refuseTopics("createSharedConnectionConsumer");
        return consume(from, selector, new SubscriptionOptions(name, false, true), pool, messagesMax);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic from, String name, String selector, ServerSessionPool pool, int messagesMax) throws JMSException {
        domain.refuseTopics("createDurableConnectionConsumer");
        if (!hasClientId()) {
            throw new IllegalStateException("An unshared durable subscription needs a client id");
        }
        return consume(from, selector, new SubscriptionOptions(name, true, false), pool, messagesMax);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic from, String name, String selector, ServerSessionPool pool, int messagesMax) throws JMSException {
        domain.refuseTopics("createSharedDurableConnectionConsumer");
        return consume(from, selector, new SubscriptionOptions(name, true, true), pool, messagesMax);
    }

    private ConnectionConsumer consume(
            Destination from, String selector, SubscriptionOptions named, ServerSessionPool pool, int messagesMax)
            throws JMSException {
        if (pool == null) {
            throw new JMSException("The pool of server sessions is null");
        }
        if (messagesMax < 1) {
            throw new JMSException("The most messages at a time are not positive: " + messagesMax);
        }
        // Its session only opens the link; the messages are delivered by those of the pool.
        JmsSession opener = newSession(Domain.COMMON, AckMode.CLIENT);
        JmsConnectionConsumer consumer = null;
        try {
            Subscription subscription = opener.consumers().subscription(from, selector, false, named);
            consumer = new JmsConnectionConsumer(this, opener, subscription, pool, messagesMax);
            consumer.open();
        } catch (JMSException e) {
            opener.close();
            throw e;
        }
        starting.lock();
        try {
            connectionConsumers.add(consumer);
            if (started) {
                consumer.start();
            }
        } finally {
            starting.unlock();
        }
        return consumer;
    }

    // ---- For the objects of the connection ----

    void remove(JmsConnectionConsumer consumer) {
        connectionConsumers.remove(consumer);
    }

    /** Whether one of its consumers consumes from there. */
    boolean consumes(CarrickDestination destination) {
        return sessions.stream().anyMatch(session -> session.consumers().consumes(destination))
                || connectionConsumers.stream().anyMatch(consumer -> consumer.consumes(destination));
    }

    void unsubscribe(String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new jakarta.jms.InvalidDestinationException("The subscription has no name");
        }
        subscriptions.checkUnsubscribe(name);
        wire.unsubscribe(name);
    }

    /** Tells the exception listener what went wrong without anybody waiting for it. */
    void report(JMSException cause) {
        events.report(cause);
    }

    /** @throws IllegalStateException if the connection is closed */
    final void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The connection is closed");
        }
    }

    /** @throws IllegalStateException if the connection is closed, or lost for good */
    final void checkUsable() throws JMSException {
        checkOpen();
        JMSException failure = events.failure();
        if (failure != null) {
            throw Failures.closed("The connection is lost", failure);
        }
    }

    final boolean isClosed() {
        return closed;
    }

    final WireConnection wire() {
        return wire;
    }

    Observation observation() {
        return observation;
    }

    Temporaries temporaries() {
        return temporaries;
    }

    ActiveSubscriptions subscriptions() {
        return subscriptions;
    }

    MessageFactory messages() {
        return messages;
    }

    Target target(CarrickDestination destination) {
        return new Target(destinations.address(destination), destination.kind());
    }

    /** What messages carry as JMSXUserID; null for nothing. */
    String sentUserId() {
        return settings().sending().populateUserId() ? environment.userId() : null;
    }

    final ClientSettings settings() {
        return environment.settings();
    }

    Timer timer() {
        return environment.timer();
    }

    Executor threads() {
        return environment.threads();
    }
}
