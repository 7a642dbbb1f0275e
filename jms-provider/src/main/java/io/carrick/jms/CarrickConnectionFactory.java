package io.carrick.jms;

import io.carrick.jms.amqp.AmqpConnector;
import io.carrick.jms.client.JmsConnections;
import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.ConnectionSettings;
import io.carrick.jms.config.FactorySettings;
import io.carrick.jms.jndi.CarrickObjectFactory;
import io.carrick.jms.sasl.SaslNegotiator;
import io.carrick.jms.transport.NettyConnector;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.net.ssl.SSLContext;

/**
 * Makes connections to an AMQP 1.0 broker: every kind of them that Jakarta Messaging 3.1 has (section 6.1). Configured
 * by a URI, with its options, and by properties of the same names, which win. Thread-safe; a change concerns the
 * connections made afterwards.
 *
 * <p>Serialisable, and with a {@link Reference} for JNDI; both contain the password, and neither contains an {@link
 * SSLContext}, an exception listener or an observer.
 */
public class CarrickConnectionFactory
        implements ConnectionFactory,
                QueueConnectionFactory,
                TopicConnectionFactory,
                XAConnectionFactory,
                XAQueueConnectionFactory,
                XATopicConnectionFactory,
                Referenceable,
                Serializable {
    private static final long serialVersionUID = 1L;
    private static final String DEFAULT_URI = "amqp://localhost:5672";

    private final FactoryProperties properties = new FactoryProperties(DEFAULT_URI);
    private transient SSLContext sslContext;
    private transient ExceptionListener exceptionListener;
    private transient ConnectionObserver connectionObserver;
    private transient MessageObserver messageObserver;
    /** Made of all the above, when needed. */
    private transient FactorySettings settings;

    private transient JmsConnections connections;

    /** A factory for {@code amqp://localhost:5672}. */
    public CarrickConnectionFactory() {}

    /**
     * A factory for a URI.
     *
     * @throws IllegalArgumentException that says what is wrong about which part of the URI
     */
    public CarrickConnectionFactory(String remoteURI) {
        properties.setUri(remoteURI);
    }

    /**
     * A factory for a URI, with credentials that win over those of the URI.
     *
     * @throws IllegalArgumentException that says what is wrong about which part of the URI
     */
    public CarrickConnectionFactory(String username, String password, String remoteURI) {
        this(remoteURI);
        properties.set("username", username);
        properties.set("password", password);
    }

    @Override
    public Connection createConnection() throws JMSException {
        return listened(connections().createConnection(credentials()));
    }

    @Override
    public Connection createConnection(String userName, String password) throws JMSException {
        return listened(connections().createConnection(credentials(userName, password)));
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return listened(connections().createQueueConnection(credentials()));
    }

    @Override
    public QueueConnection createQueueConnection(String userName, String password) throws JMSException {
        return listened(connections().createQueueConnection(credentials(userName, password)));
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return listened(connections().createTopicConnection(credentials()));
    }

    @Override
    public TopicConnection createTopicConnection(String userName, String password) throws JMSException {
        return listened(connections().createTopicConnection(credentials(userName, password)));
    }

    @Override
    public XAConnection createXAConnection() throws JMSException {
        return listened(connections().createXaConnection(credentials()));
    }

    @Override
    public XAConnection createXAConnection(String userName, String password) throws JMSException {
        return listened(connections().createXaConnection(credentials(userName, password)));
    }

    @Override
    public XAQueueConnection createXAQueueConnection() throws JMSException {
        return listened(connections().createXaQueueConnection(credentials()));
    }

    @Override
    public XAQueueConnection createXAQueueConnection(String userName, String password) throws JMSException {
        return listened(connections().createXaQueueConnection(credentials(userName, password)));
    }

    @Override
    public XATopicConnection createXATopicConnection() throws JMSException {
        return listened(connections().createXaTopicConnection(credentials()));
    }

    @Override
    public XATopicConnection createXATopicConnection(String userName, String password) throws JMSException {
        return listened(connections().createXaTopicConnection(credentials(userName, password)));
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(null, null, sessionMode);
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        try {
            return listened(connections().createContext(credentials(userName, password), sessionMode));
        } catch (JMSException e) {
            throw unchecked(e);
        }
    }

    @Override
    public XAJMSContext createXAContext() {
        return createXAContext(null, null);
    }

    @Override
    public XAJMSContext createXAContext(String userName, String password) {
        try {
            return listened(connections().createXaContext(credentials(userName, password)));
        } catch (JMSException e) {
            throw unchecked(e);
        }
    }

    private static JMSRuntimeException unchecked(JMSException e) {
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }

    private <C extends Connection> C listened(C connection) throws JMSException {
        ExceptionListener listener = getExceptionListener();
        if (listener != null) {
            connection.setExceptionListener(listener);
        }
        return connection;
    }

    private <C extends JMSContext> C listened(C context) {
        ExceptionListener listener = getExceptionListener();
        if (listener != null) {
            context.setExceptionListener(listener);
        }
        return context;
    }

    private Credentials credentials() throws JMSException {
        return settings().credentials();
    }

    /** Pools say null and null where they were given no credentials themselves. */
    private Credentials credentials(String userName, String password) throws JMSException {
        return userName == null && password == null ? credentials() : new Credentials(userName, password);
    }

    private synchronized FactorySettings settings() throws JMSException {
        if (settings == null) {
            try {
                settings = properties.settings();
            } catch (IllegalArgumentException e) {
                JMSException failure = new JMSException(e.getMessage());
                failure.setLinkedException(e);
                failure.initCause(e);
                throw failure;
            }
        }
        return settings;
    }

    private synchronized JmsConnections connections() throws JMSException {
        if (connections == null) {
            FactorySettings current = settings();
            ConnectionSettings wire = withSslContext(current.connection());
            AmqpConnector connector = new AmqpConnector(
                    wire,
                    () -> new NettyConnector(wire),
                    credentials -> new SaslNegotiator(
                            credentials, wire.brokers().get(0).amqp()));
            connections = new JmsConnections(
                    connector,
                    current.client(),
                    connectionObserver == null ? new ConnectionObserver() {} : connectionObserver,
                    messageObserver == null ? MessageObserver.NONE : messageObserver);
        }
        return connections;
    }

    private ConnectionSettings withSslContext(ConnectionSettings wire) {
        if (sslContext == null) {
            return wire;
        }
        return wire.withBrokers(wire.brokers().stream()
                .map((BrokerEndpoint broker) -> broker.with(sslContext))
                .toList());
    }

    private synchronized void forget() {
        settings = null;
        connections = null;
    }

    /** The URI of the broker or brokers, with its options. */
    public String getRemoteURI() {
        return properties.uri();
    }

    /**
     * Sets the URI of the broker or brokers.
     *
     * @throws IllegalArgumentException that says what is wrong about which part of the URI
     */
    public void setRemoteURI(String remoteURI) {
        properties.setUri(remoteURI);
        forget();
    }

    /** The same as {@link #getRemoteURI}, as users of ActiveMQ know it. */
    public String getBrokerURL() {
        return getRemoteURI();
    }

    /** The same as {@link #setRemoteURI}, as users of ActiveMQ know it. */
    public void setBrokerURL(String brokerURL) {
        setRemoteURI(brokerURL);
    }

    /** The same as {@link #getRemoteURI}. */
    public String getBrokerURI() {
        return getRemoteURI();
    }

    /** The same as {@link #setRemoteURI}. */
    public void setBrokerURI(String brokerURI) {
        setRemoteURI(brokerURI);
    }

    /** Who connects without giving a user name; null for nobody. */
    public String getUsername() {
        return effective("username");
    }

    public void setUsername(String username) {
        setProperty("username", username);
    }

    /** The password that goes with {@link #getUsername}. */
    public String getPassword() {
        return effective("password");
    }

    public void setPassword(String password) {
        setProperty("password", password);
    }

    /** The client id of the connections, of which there can be one at a time then; null for none. */
    public String getClientID() {
        return effective("clientID");
    }

    public void setClientID(String clientID) {
        setProperty("clientID", clientID);
    }

    /**
     * What may be deserialised of object messages: patterns of class names, separated by commas; null for nothing.
     */
    public String getDeserializationAllowList() {
        return effective("deserializationPolicy.allowList");
    }

    public void setDeserializationAllowList(String patterns) {
        setProperty("deserializationPolicy.allowList", patterns);
    }

    /** The value of an option given by property or else in the URI; null for the default. */
    private String effective(String name) {
        return properties.effective(name);
    }

    /**
     * Sets an option of a URI.
     *
     * @param name as in a URI; {@code jms.} may be left out
     * @param value null to take it back
     * @throws IllegalArgumentException if there is no such option, or it does not permit such a value
     */
    public void setProperty(String name, String value) {
        properties.set(name, value);
        forget();
    }

    /** The options set by property, and the URI as {@code remoteURI}; contains the password. */
    public Map<String, String> getProperties() {
        return properties.toMap();
    }

    /**
     * Sets options, as {@link #setProperty} does, and the URI, which is called {@code remoteURI}, {@code brokerURL} or
     * {@code brokerURI}.
     *
     * @throws IllegalArgumentException if there is no such option, or it does not permit such a value
     */
    public void setProperties(Map<String, String> values) {
        values.forEach(properties::set);
        forget();
    }

    /** The exception listener that connections begin with; null for none. */
    public synchronized ExceptionListener getExceptionListener() {
        return exceptionListener;
    }

    public synchronized void setExceptionListener(ExceptionListener listener) {
        exceptionListener = listener;
    }

    /** What TLS is done with instead of the stores of the URI; null for those. */
    public synchronized SSLContext getSslContext() {
        return sslContext;
    }

    public synchronized void setSslContext(SSLContext context) {
        sslContext = context;
        forget();
    }

    /** Told what happens to the connections; null for nobody. */
    public synchronized ConnectionObserver getConnectionObserver() {
        return connectionObserver;
    }

    public synchronized void setConnectionObserver(ConnectionObserver observer) {
        connectionObserver = observer;
        forget();
    }

    /** Told of the messages of the connections; null for nobody. */
    public synchronized MessageObserver getMessageObserver() {
        return messageObserver;
    }

    public synchronized void setMessageObserver(MessageObserver observer) {
        messageObserver = observer;
        forget();
    }

    @Override
    public Reference getReference() {
        Reference reference = new Reference(getClass().getName(), CarrickObjectFactory.class.getName(), null);
        new TreeMap<>(getProperties()).forEach((name, value) -> reference.add(new StringRefAddr(name, value)));
        return reference;
    }
}
