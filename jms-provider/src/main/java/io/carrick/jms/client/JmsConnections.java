package io.carrick.jms.client;

import io.carrick.jms.ConnectionObserver;
import io.carrick.jms.wire.Credentials;
import io.carrick.jms.wire.WireConnector;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XATopicConnection;
import java.util.Objects;

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

    public JmsConnections(WireConnector connector, ClientSettings settings) {
        this(connector, settings, new ConnectionObserver() {});
    }

    public JmsConnections(WireConnector connector, ClientSettings settings, ConnectionObserver observer) {
        this.connector = Objects.requireNonNull(connector);
        this.settings = Objects.requireNonNull(settings);
        this.observer = Objects.requireNonNull(observer);
    }

    public Connection createConnection(Credentials credentials) throws JMSException {
        throw new JMSException("Not yet");
    }

    public QueueConnection createQueueConnection(Credentials credentials) throws JMSException {
        throw new JMSException("Not yet");
    }

    public TopicConnection createTopicConnection(Credentials credentials) throws JMSException {
        throw new JMSException("Not yet");
    }

    /** @throws JMSException if the broker offers no distributed transactions */
    public XAQueueConnection createXaQueueConnection(Credentials credentials) throws JMSException {
        throw new JMSException("Not yet");
    }

    /** @throws JMSException if the broker offers no distributed transactions */
    public XATopicConnection createXaTopicConnection(Credentials credentials) throws JMSException {
        throw new JMSException("Not yet");
    }

    /**
     * Opens a context with a connection of its own.
     *
     * @throws JMSRuntimeException if the session mode is none of those defined, or the connection fails
     */
    public JMSContext createContext(Credentials credentials, int sessionMode) {
        throw new JMSRuntimeException("Not yet");
    }

    /** @throws JMSRuntimeException if the broker offers no distributed transactions */
    public XAJMSContext createXaContext(Credentials credentials) {
        throw new JMSRuntimeException("Not yet");
    }
}
