package io.carrick.amqp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.amqp.AmqpSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Half messages from Qpid JMS, unmodified: properties for annotations, an acknowledgement for an answer. */
@Timeout(60)
class HalfMessageJmsTest {
    private static final long RECEIVE_MILLIS = 10_000;
    private static final int REJECTED = 2;

    @TempDir
    private static Path data;

    private static RunningBroker broker;

    private Connection connection;
    private Session session;
    private Queue queue;
    private MessageProducer producer;
    private MessageProducer resolver;
    private String group;

    @BeforeAll
    static void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test) throws JMSException {
        connection = new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port()).createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        group = test.getTestMethod().orElseThrow().getName();
        queue = session.createQueue(group);
        producer = session.createProducer(queue);
        resolver = session.createProducer(session.createQueue("$half"));
    }

    @AfterEach
    void disconnect() throws JMSException {
        connection.close();
    }

    private TextMessage half(Session in, String text) throws JMSException {
        TextMessage message = in.createTextMessage(text);
        message.setStringProperty("JMS_CARRICK_HALF_GROUP", group);
        message.setLongProperty("JMS_CARRICK_HALF_CHECK_AFTER", 1);
        return message;
    }

    private Message decision(Session in, String id, String what) throws JMSException {
        Message decision = in.createMessage();
        decision.setJMSCorrelationID(id);
        decision.setJMSType(what);
        decision.setStringProperty("JMS_CARRICK_HALF_GROUP", group);
        return decision;
    }

    private String received() throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            return ((TextMessage) consumer.receive(RECEIVE_MILLIS)).getText();
        }
    }

    private Message nothing() throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            return consumer.receiveNoWait();
        }
    }

    @Test
    void shouldDecideByTheMessageId() throws JMSException {
        TextMessage half = half(session, "hello");
        producer.send(half);
        assertThat(nothing()).isNull();

        resolver.send(decision(session, half.getJMSMessageID(), "commit"));

        assertThat(received()).isEqualTo("hello");
    }

    @Test
    void shouldFailTheSendOfADecisionThatIsOverruled() throws JMSException {
        TextMessage half = half(session, "hello");
        half.setStringProperty("JMS_CARRICK_HALF_ID", "order-1");
        producer.send(half);
        resolver.send(decision(session, "order-1", "rollback"));

        assertThatThrownBy(() -> resolver.send(decision(session, "order-1", "commit")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("ROLLED_BACK");
    }

    @Test
    void shouldAnswerACheckBackByAcknowledging() throws JMSException {
        producer.send(half(session, "asked for"));
        Session checking = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer checker = checking.createConsumer(checking.createQueue("$half-check/" + group));

        Message check = checker.receive(RECEIVE_MILLIS);
        assertThat(((TextMessage) check).getText()).isEqualTo("asked for");
        check.acknowledge();

        assertThat(received()).isEqualTo("asked for");
    }

    @Test
    void shouldRollBackByRejecting() throws JMSException {
        TextMessage half = half(session, "asked for");
        producer.send(half);
        Session checking = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer checker = checking.createConsumer(checking.createQueue("$half-check/" + group));

        Message check = checker.receive(RECEIVE_MILLIS);
        check.setIntProperty("JMS_AMQP_ACK_TYPE", REJECTED);
        check.acknowledge();

        assertThatThrownBy(() -> resolver.send(decision(session, half.getJMSMessageID(), "commit")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("ROLLED_BACK");
        assertThat(nothing()).isNull();
    }

    @Test
    void shouldDecideInATransactedSession() throws JMSException {
        TextMessage half = half(session, "hello");
        producer.send(half);
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer deciding = transacted.createProducer(transacted.createQueue("$half"));
        deciding.send(decision(transacted, half.getJMSMessageID(), "commit"));
        assertThat(nothing()).isNull();

        transacted.commit();

        assertThat(received()).isEqualTo("hello");
    }

    @Test
    void shouldAnswerACheckBackInATransactedSession() throws JMSException {
        producer.send(half(session, "asked for"));
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer checker = transacted.createConsumer(transacted.createQueue("$half-check/" + group));
        assertThat(checker.receive(RECEIVE_MILLIS)).isNotNull();
        assertThat(nothing()).isNull();

        transacted.commit();

        assertThat(received()).isEqualTo("asked for");
    }
}
