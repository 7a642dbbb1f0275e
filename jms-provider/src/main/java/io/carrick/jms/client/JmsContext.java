package io.carrick.jms.client;

import static io.carrick.jms.client.RuntimeExceptions.get;
import static io.carrick.jms.client.RuntimeExceptions.run;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection and a session in one (Jakarta Messaging 3.1, section 4.4). Contexts made from each other share the
 * connection, which the last of them closes. The session begins with its first use, so that a client id can be set
 * before. For one thread at a time, except for {@link #close}.
 */
class JmsContext implements JMSContext {
    private final JmsConnection connection;
    private final AckMode mode;
    private final AtomicInteger contexts;
    private JmsSession session;
    private JmsMessageProducer producer;
    private boolean autoStart = true;
    private boolean closed;

    /** Has a connection for itself, so far. */
    JmsContext(JmsConnection connection, AckMode mode) {
        this(connection, mode, new AtomicInteger(1));
    }

    private JmsContext(JmsConnection connection, AckMode mode, AtomicInteger contexts) {
        this.connection = connection;
        this.mode = mode;
        this.contexts = contexts;
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        checkOpen();
        AckMode other = get(() -> AckMode.of(sessionMode));
        contexts.incrementAndGet();
        return new JmsContext(connection, other, contexts);
    }

    /** The session, which begins now if it has not yet. */
    final synchronized JmsSession session() {
        checkOpen();
        if (session == null) {
            session = get(() -> newSession(connection));
        }
        return session;
    }

    JmsSession newSession(JmsConnection of) throws JMSException {
        return of.newSession(Domain.COMMON, mode);
    }

    /** The producer that all of the context's producers send by. */
    final synchronized JmsMessageProducer producer() {
        checkOpen();
        if (producer == null) {
            producer = get(() -> session().createProducer(null));
        }
        return producer;
    }

    @Override
    public JMSProducer createProducer() {
        JmsSession used = session();
        return new JmsContextProducer(this, used);
    }

    // ---- The connection ----

    @Override
    public String getClientID() {
        checkOpen();
        return get(connection::getClientID);
    }

    @Override
    public void setClientID(String clientId) {
        checkOpen();
        run(() -> connection.setClientID(clientId));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        checkOpen();
        return get(connection::getMetaData);
    }

    @Override
    public ExceptionListener getExceptionListener() {
        checkOpen();
        return get(connection::getExceptionListener);
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        checkOpen();
        run(() -> connection.setExceptionListener(listener));
    }

    @Override
    public void start() {
        checkOpen();
        run(connection::start);
    }

    @Override
    public void stop() {
        checkOpen();
        run(connection::stop);
    }

    @Override
    public void setAutoStart(boolean value) {
        checkOpen();
        autoStart = value;
    }

    @Override
    public boolean getAutoStart() {
        checkOpen();
        return autoStart;
    }

    @Override
    public void close() {
        JmsSession ended;
        synchronized (this) {
            ended = session;
            if (closed) {
                return;
            }
        }
        run(() -> {
            if (ended != null) {
                ended.close();
            }
        });
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (contexts.decrementAndGet() == 0) {
            run(connection::close);
        }
    }

    private synchronized void checkOpen() {
        if (closed) {
            throw new IllegalStateRuntimeException("The context is closed");
        }
    }

    // ---- Messages ----

    @Override
    public BytesMessage createBytesMessage() {
        return get(session()::createBytesMessage);
    }

    @Override
    public MapMessage createMapMessage() {
        return get(session()::createMapMessage);
    }

    @Override
    public Message createMessage() {
        return get(session()::createMessage);
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return get(session()::createObjectMessage);
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) {
        return get(() -> session().createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return get(session()::createStreamMessage);
    }

    @Override
    public TextMessage createTextMessage() {
        return get(session()::createTextMessage);
    }

    @Override
    public TextMessage createTextMessage(String text) {
        return get(() -> session().createTextMessage(text));
    }

    // ---- The session ----

    @Override
    public boolean getTransacted() {
        checkOpen();
        return mode == AckMode.TRANSACTED;
    }

    @Override
    public int getSessionMode() {
        checkOpen();
        return mode.number;
    }

    @Override
    public void commit() {
        run(session()::commit);
    }

    @Override
    public void rollback() {
        run(session()::rollback);
    }

    @Override
    public void recover() {
        run(session()::recover);
    }

    @Override
    public void acknowledge() {
        run(session()::acknowledgeAll);
    }

    // ---- Consumers ----

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return consumer(() -> session().createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector) {
        return consumer(() -> session().createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
        return consumer(() -> session().createConsumer(destination, selector, noLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) {
        return consumer(() -> session().createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedConsumer(topic, name, selector));
    }

    private JMSConsumer consumer(RuntimeExceptions.Call<JmsMessageConsumer> create) {
        JMSConsumer consumer = new JmsContextConsumer(get(create));
        startIfWanted();
        return consumer;
    }

    private void startIfWanted() {
        if (autoStart) {
            run(connection::start);
        }
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) {
        QueueBrowser browser = get(() -> session().createBrowser(queue, selector));
        startIfWanted();
        return browser;
    }

    @Override
    public void unsubscribe(String name) {
        run(() -> session().unsubscribe(name));
    }

    // ---- Destinations ----

    @Override
    public Queue createQueue(String name) {
        return get(() -> session().createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return get(() -> session().createTopic(name));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return get(session()::createTemporaryQueue);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return get(session()::createTemporaryTopic);
    }
}
