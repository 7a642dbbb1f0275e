package io.carrick.amqp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.amqp.AmqpSettings;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Qpid JMS, unmodified, against the whole broker. */
@Timeout(60)
class QpidJmsTest {
    private static final long RECEIVE_MILLIS = 5_000;

    @TempDir
    private static Path data;

    private static RunningBroker broker;

    private final List<Connection> connections = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    @AfterEach
    void closeConnections() throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private Connection connect(String clientId) throws JMSException {
        return connect(clientId, "");
    }

    private Connection connect(String clientId, String options) throws JMSException {
        JmsConnectionFactory factory = new JmsConnectionFactory(
                "amqp://127.0.0.1:" + broker.port() + "?jms.requestTimeout=10000&jms.closeTimeout=5000" + options);
        Connection connection = factory.createConnection();
        connections.add(connection);
        if (clientId != null) {
            connection.setClientID(clientId);
        }
        connection.start();
        return connection;
    }

    private static Session session(Connection connection) throws JMSException {
        return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private static String text(Message message) throws JMSException {
        return message == null ? null : ((TextMessage) message).getText();
    }

    private static void send(Session session, jakarta.jms.Destination to, String... texts) throws JMSException {
        MessageProducer producer = session.createProducer(to);
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }
        producer.close();
    }

    @Test
    void shouldDeliverInOrderWithHeaders(TestInfo test) throws JMSException {
        Session session = session(connect(null));
        Queue queue = session.createQueue(test.getDisplayName());
        MessageProducer producer = session.createProducer(queue);
        TextMessage sent = session.createTextMessage("hello");
        sent.setStringProperty("color", "blue");
        producer.send(sent, DeliveryMode.PERSISTENT, 7, 60_000);
        send(session, queue, "second");

        MessageConsumer consumer = session.createConsumer(queue);
        Message first = consumer.receive(RECEIVE_MILLIS);

        assertThat(text(first)).isEqualTo("hello");
        assertThat(first.getStringProperty("color")).isEqualTo("blue");
        assertThat(first.getJMSPriority()).isEqualTo(7);
        assertThat(first.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(first.getJMSRedelivered()).isFalse();
        assertThat(first.getJMSMessageID()).isEqualTo(sent.getJMSMessageID());
        assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("second");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldSendThroughAnonymousProducers(TestInfo test) throws JMSException {
        Session session = session(connect(null));
        MessageProducer anonymous = session.createProducer(null);
        Queue queue = session.createQueue(test.getDisplayName());
        Topic topic = session.createTopic(test.getDisplayName() + "-topic");
        MessageConsumer onTopic = session.createConsumer(topic);

        anonymous.send(queue, session.createTextMessage("q"));
        anonymous.send(topic, session.createTextMessage("t"));

        assertThat(text(session.createConsumer(queue).receive(RECEIVE_MILLIS))).isEqualTo("q");
        assertThat(text(onTopic.receive(RECEIVE_MILLIS))).isEqualTo("t");
    }

    @Test
    void shouldSelectAndRefuseBadSelectors(TestInfo test) throws JMSException {
        Session session = session(connect(null));
        Queue queue = session.createQueue(test.getDisplayName());
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 4; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            producer.send(message);
        }

        MessageConsumer odd = session.createConsumer(queue, "n = 1 OR n = 3");

        assertThat(text(odd.receive(RECEIVE_MILLIS))).isEqualTo("m1");
        assertThat(text(odd.receive(RECEIVE_MILLIS))).isEqualTo("m3");
        assertThatThrownBy(() -> session.createConsumer(queue, "n = = 1")).isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void shouldBrowseWithoutTaking(TestInfo test) throws JMSException {
        Session session = session(connect(null));
        Queue queue = session.createQueue(test.getDisplayName());
        send(session, queue, "a", "b");

        QueueBrowser browser = session.createBrowser(queue);
        Enumeration<?> messages = browser.getEnumeration();
        int seen = 0;
        while (messages.hasMoreElements()) {
            messages.nextElement();
            seen++;
        }
        browser.close();

        assertThat(seen).isEqualTo(2);
        assertThat(text(session.createConsumer(queue).receive(RECEIVE_MILLIS))).isEqualTo("a");
    }

    @Test
    void shouldRedeliverAfterRecover(TestInfo test) throws JMSException {
        Session session = connect(null).createSession(false, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue(test.getDisplayName());
        send(session, queue, "a", "b", "c");
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.receive(RECEIVE_MILLIS);
        consumer.receive(RECEIVE_MILLIS);

        session.recover();

        for (String expected : List.of("a", "b", "c")) {
            Message again = consumer.receive(RECEIVE_MILLIS);
            assertThat(text(again)).isEqualTo(expected);
            assertThat(again.getJMSRedelivered()).isEqualTo(!expected.equals("c"));
            again.acknowledge();
        }
    }

    @Test
    void shouldCommitAndRollBack(TestInfo test) throws JMSException {
        Connection connection = connect(null);
        Session plain = session(connection);
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        Queue queue = plain.createQueue(test.getDisplayName());
        send(transacted, queue, "lost");
        transacted.rollback();
        send(transacted, queue, "a", "b");
        MessageConsumer outside = plain.createConsumer(queue);
        assertThat(outside.receive(200)).isNull();
        outside.close();
        transacted.commit();

        MessageConsumer consumer = transacted.createConsumer(queue);
        assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("a");
        transacted.rollback();
        Message again = consumer.receive(RECEIVE_MILLIS);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("b");
        transacted.commit();

        assertThat(plain.createConsumer(queue).receive(200)).isNull();
    }

    @Test
    void shouldKeepADurableSubscription(TestInfo test) throws JMSException {
        Connection first = connect("durable-client");
        Session session = session(first);
        Topic topic = session.createTopic(test.getDisplayName());
        session.createDurableSubscriber(topic, "sub").close();
        send(session, topic, "kept");
        first.close();

        Session again = session(connect("durable-client"));
        MessageConsumer subscriber = again.createDurableSubscriber(topic, "sub");
        assertThat(text(subscriber.receive(RECEIVE_MILLIS))).isEqualTo("kept");
        assertThatThrownBy(() -> again.unsubscribe("sub")).isInstanceOf(JMSException.class);
        subscriber.close();
        again.unsubscribe("sub");

        assertThatThrownBy(() -> again.unsubscribe("sub")).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldShareSubscriptions(TestInfo test) throws JMSException {
        Session one = session(connect(null));
        Session two = session(connect(null));
        Topic topic = one.createTopic(test.getDisplayName());
        MessageConsumer a = one.createSharedDurableConsumer(topic, "shared-sub");
        MessageConsumer b = two.createSharedDurableConsumer(topic, "shared-sub");

        send(one, topic, "1", "2", "3", "4");

        List<String> seen = new ArrayList<>();
        for (MessageConsumer consumer : List.of(a, b)) {
            Message message = consumer.receive(500);
            while (message != null) {
                seen.add(text(message));
                message = consumer.receive(200);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("1", "2", "3", "4");
        a.close();
        b.close();
        one.unsubscribe("shared-sub");
    }

    @Test
    void shouldReplyToTemporaryQueues(TestInfo test) throws JMSException {
        Session session = session(connect(null));
        TemporaryQueue replies = session.createTemporaryQueue();
        Queue requests = session.createQueue(test.getDisplayName());
        TextMessage request = session.createTextMessage("ping");
        request.setJMSReplyTo(replies);
        session.createProducer(requests).send(request);

        Message received = session.createConsumer(requests).receive(RECEIVE_MILLIS);
        session.createProducer(received.getJMSReplyTo()).send(session.createTextMessage("pong"));

        MessageConsumer consumer = session.createConsumer(replies);
        assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("pong");
        assertThatThrownBy(replies::delete).isInstanceOf(JMSException.class);
        consumer.close();
        replies.delete();
    }

    @Test
    void shouldDelayDelivery(TestInfo test) throws JMSException {
        Session session = session(connect(null));
        Queue queue = session.createQueue(test.getDisplayName());
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(300);
        long sentMillis = System.currentTimeMillis();
        producer.send(session.createTextMessage("later"));

        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("later");
        assertThat(System.currentTimeMillis() - sentMillis).isGreaterThanOrEqualTo(299);
    }

    @Test
    void shouldRefuseASecondConnectionWithTheSameClientId() throws JMSException {
        connect("only-me");

        assertThatThrownBy(() -> connect("only-me")).isInstanceOf(InvalidClientIDException.class);
    }

    @Test
    void shouldCarryLargeMessages(TestInfo test) throws JMSException {
        Session session = session(connect(null));
        Queue queue = session.createQueue(test.getDisplayName());
        byte[] body = new byte[5 * 1024 * 1024];
        new Random(7).nextBytes(body);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        message.setStringProperty("kind", "large");
        session.createProducer(queue).send(message);

        BytesMessage received = (BytesMessage) session.createConsumer(queue).receive(RECEIVE_MILLIS);

        byte[] seen = new byte[(int) received.getBodyLength()];
        received.readBytes(seen);
        assertThat(seen).isEqualTo(body);
        assertThat(received.getStringProperty("kind")).isEqualTo("large");
    }

    @Test
    void shouldReceiveWithoutPrefetch(TestInfo test) throws JMSException {
        Session session = session(connect(null, "&jms.prefetchPolicy.all=0"));
        Queue queue = session.createQueue(test.getDisplayName());
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("a");
        assertThat(text(consumer.receiveNoWait())).isEqualTo("b");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(50)).isNull();
    }

    @Test
    void shouldDeliverManyMessagesAsynchronously(TestInfo test) throws Exception {
        Connection connection = connect(null, "&jms.forceAsyncSend=true");
        Session session = session(connection);
        Queue queue = session.createQueue(test.getDisplayName());
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session(connection).createConsumer(queue);
        int count = 5_000;

        for (int i = 0; i < count; i++) {
            producer.send(session.createTextMessage("m" + i));
        }

        for (int i = 0; i < count; i++) {
            assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("m" + i);
        }
    }
}
