package io.carrick.jms.client;

import io.carrick.jms.ConnectionObserver;
import io.carrick.jms.MessageObserver;
import io.carrick.jms.wire.Credentials;
import io.carrick.jms.wire.WireConnector;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XATopicConnection;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Makes connections; what connection factories are built on. Immutable, thread-safe.
 *
 * <p>Every method reaches the broker and authenticates before it returns (Jakarta Messaging 3.1, section 6.1.1), and
 * throws {@link jakarta.jms.JMSSecurityException} (or its runtime form) if the broker refuses the credentials, {@link
 * jakarta.jms.InvalidClientIDException} if the configured client id is in use.
 */
public final class JmsConnections {
    private final WireConnector connector;
    private final ClientSettings settings;
    private final ConnectionObserver observer;
    private final MessageObserver messageObserver;
    private final Timer timer;
    private final Executor threads;

    public JmsConnections(WireConnector connector, ClientSettings settings) {
        this(connector, settings, new ConnectionObserver() {});
    }

    public JmsConnections(WireConnector connector, ClientSettings settings, ConnectionObserver observer) {
        this(connector, settings, observer, MessageObserver.NONE);
    }

    public JmsConnections(
            WireConnector connector,
            ClientSettings settings,
            ConnectionObserver observer,
            MessageObserver messageObserver) {
        this(connector, settings, observer, messageObserver, SystemTimer.SHARED, CallbackThreads.SHARED);
    }

    JmsConnections(
            WireConnector connector,
            ClientSettings settings,
            ConnectionObserver observer,
            MessageObserver messageObserver,
            Timer timer,
            Executor threads) {
        this.connector = Objects.requireNonNull(connector);
        this.settings = Objects.requireNonNull(settings);
        this.observer = Objects.requireNonNull(observer);
        this.messageObserver = Objects.requireNonNull(messageObserver);
        this.timer = timer;
        this.threads = threads;
    }

    public Connection createConnection(Credentials credentials) throws JMSException {
        return connect(credentials, Domain.COMMON);
    }

    public QueueConnection createQueueConnection(Credentials credentials) throws JMSException {
        return connect(credentials, Domain.QUEUE);
    }

    public TopicConnection createTopicConnection(Credentials credentials) throws JMSException {
        return connect(credentials, Domain.TOPIC);
    }

    /** Its XA sessions cannot be created if the broker offers no distributed transactions. */
    public XAConnection createXaConnection(Credentials credentials) throws JMSException {
        return connectXa(credentials, Domain.COMMON);
    }

    /** Its XA sessions cannot be created if the broker offers no distributed transactions. */
    public XAQueueConnection createXaQueueConnection(Credentials credentials) throws JMSException {
        return connectXa(credentials, Domain.QUEUE);
    }

    /** Its XA sessions cannot be created if the broker offers no distributed transactions. */
    public XATopicConnection createXaTopicConnection(Credentials credentials) throws JMSException {
        return connectXa(credentials, Domain.TOPIC);
    }

    /**
     * Opens a context with a connection of its own.
     *
     * @throws JMSRuntimeException if the session mode is none of those defined, or the connection fails
     */
    public JMSContext createContext(Credentials credentials, int sessionMode) {
        return RuntimeExceptions.get(() -> {
            AckMode mode = AckMode.of(sessionMode);
            return new JmsContext(connect(credentials, Domain.COMMON), mode);
        });
    }

    /** Its session cannot be used if the broker offers no distributed transactions. */
    public XAJMSContext createXaContext(Credentials credentials) {
        return RuntimeExceptions.get(() -> new JmsXaContext(connectXa(credentials, Domain.COMMON)));
    }

    private JmsConnection connect(Credentials credentials, Domain domain) throws JMSException {
        return opened(new JmsConnection(
                environment(credentials), domain, listener -> connector.connect(credentials, listener)));
    }

    private JmsXaConnection connectXa(Credentials credentials, Domain domain) throws JMSException {
        return opened(new JmsXaConnection(
                environment(credentials), domain, listener -> connector.connect(credentials, listener)));
    }

    private JmsConnection.Environment environment(Credentials credentials) {
        return new JmsConnection.Environment(settings, observer, messageObserver, credentials.user(), timer, threads);
    }

    /** With a client id configured there is nothing to wait for. */
    private <C extends JmsConnection> C opened(C connection) throws JMSException {
        if (settings.clientId() != null) {
            try {
                connection.open();
            } catch (JMSException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }
}
