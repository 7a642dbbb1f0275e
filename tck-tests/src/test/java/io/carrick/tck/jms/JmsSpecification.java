package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * What the tests of every section begin with: a provider under test, a started connection with an automatically
 * acknowledging session, and a queue and a topic that no other test uses. What a test opens through these methods is
 * closed after it.
 */
@ParameterizedClass(name = "{0}")
@ArgumentsSource(ProvidersUnderTest.class)
@ExtendWith({SharedBroker.class, KnownDifferences.class})
@Timeout(30)
abstract class JmsSpecification {
    /** How long is waited for what must come. */
    static final long PATIENCE_MILLIS = 8_000;

    /** How long is waited for what must not come. */
    static final long ABSENCE_MILLIS = 150;

    @Parameter
    JmsProvider provider;

    ConnectionFactory factory;
    Connection connection;
    Session session;
    Queue queue;
    Topic topic;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeEach
    void connect(BrokerAddress broker) throws JMSException {
        factory = provider.connectionFactory(provider.uri(broker));
        connection = startedConnection();
        session = connection.createSession();
        queue = session.createQueue(uniqueName());
        topic = session.createTopic(uniqueName());
    }

    @AfterEach
    void closeWhatWasOpened() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Has something closed after the test, before what was opened earlier. */
    final <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** A name for a destination, a subscription or a client that nothing else has. */
    final String uniqueName() {
        return "jms." + UUID.randomUUID();
    }

    /** A new connection in stopped mode. */
    final Connection stoppedConnection() throws JMSException {
        return closing(factory.createConnection());
    }

    /** A new connection that delivers messages. */
    final Connection startedConnection() throws JMSException {
        Connection started = stoppedConnection();
        started.start();
        return started;
    }

    /** A new connection that delivers messages and has a client identifier. */
    final Connection startedConnection(String clientId) throws JMSException {
        Connection identified = stoppedConnection();
        identified.setClientID(clientId);
        identified.start();
        return identified;
    }

    /** A new session on a connection of its own. */
    final Session sessionOfOtherConnection(int mode) throws JMSException {
        return startedConnection().createSession(mode);
    }

    /** A new context of the simplified API. */
    final JMSContext context(int mode) {
        return closing(factory.createContext(mode));
    }

    /** Sends text messages with this test's session. */
    final void send(Destination destination, String... texts) throws JMSException {
        try (MessageProducer producer = session.createProducer(destination)) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    /** Sends one message with this test's session. */
    final void sendMessage(Destination destination, Message message) throws JMSException {
        try (MessageProducer producer = session.createProducer(destination)) {
            producer.send(message);
        }
    }

    /** Sends a message to this test's queue and returns what a consumer gets. */
    final <M extends Message> M roundTrip(Class<M> type, Message message) throws JMSException {
        sendMessage(queue, message);
        return type.cast(receive(queue));
    }

    /** Takes the next message of a destination. */
    final Message receive(Destination destination) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(destination)) {
            return receive(consumer);
        }
    }

    /** The names of an enumeration of the API, which has no type arguments. */
    static List<String> listed(Enumeration<?> names) {
        List<String> listed = new ArrayList<>();
        names.asIterator().forEachRemaining(name -> listed.add((String) name));
        return listed;
    }

    /** The next message of a consumer; a failure if there is none in time. */
    static Message receive(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(PATIENCE_MILLIS);
        assertThat(message).as("a message within %d ms", PATIENCE_MILLIS).isNotNull();
        return message;
    }

    /** The text of the next message of a consumer; a failure if there is none in time. */
    static String text(MessageConsumer consumer) throws JMSException {
        return receive(consumer).getBody(String.class);
    }

    /** The text of the next message of a consumer; a failure if there is none in time. */
    static String text(JMSConsumer consumer) {
        String text = consumer.receiveBody(String.class, PATIENCE_MILLIS);
        assertThat(text).as("a message within %d ms", PATIENCE_MILLIS).isNotNull();
        return text;
    }

    /** The texts of the next messages of a consumer; a failure if there are fewer. */
    static List<String> texts(MessageConsumer consumer, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(consumer));
        }
        return texts;
    }

    /** Fails if a consumer has a message or gets one soon. */
    static void assertNothing(MessageConsumer consumer) throws JMSException {
        assertThat(consumer.receive(ABSENCE_MILLIS)).as("no message").isNull();
    }

    /** Fails if a consumer has a message or gets one soon. */
    static void assertNothing(JMSConsumer consumer) {
        assertThat(consumer.receive(ABSENCE_MILLIS)).as("no message").isNull();
    }
}
