package io.carrick.tck.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.ConnectionObserver;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.Connection;
import jakarta.jms.ExceptionListener;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What connections with a failover URI keep over the death, the restart and the absence of a broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FailoverIT {
    private static final String OPTIONS = "?failover.maxReconnectDelay=200&jms.requestTimeout=30000"
            + "&jms.sendTimeout=30000&jms.closeTimeout=10000";
    private static final long RECEIVE_MILLIS = 30_000;
    private static final int MESSAGES = 40;

    private BrokerProcess broker;

    @BeforeAll
    void startBroker() {
        broker = BrokerProcess.named("failover").start();
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    private void killAndRestart() {
        broker.kill();
        broker.start();
    }

    private CarrickConnectionFactory factory() {
        return new CarrickConnectionFactory("failover:(" + uri(broker) + ")" + OPTIONS);
    }

    private static String uri(BrokerProcess of) {
        return "amqp://127.0.0.1:" + of.port();
    }

    private Connection connect() throws JMSException {
        Connection connection = factory().createConnection();
        connection.start();
        return connection;
    }

    private static String unique(String what) {
        return "failover." + what + "." + UUID.randomUUID();
    }

    // ---- Temporary destinations ----

    @Test
    void shouldAnswerOverTheSameTemporaryQueueAfterTheBrokerDied() throws JMSException {
        String requests = unique("requests");
        try (Connection requester = connect();
                Connection responder = connect()) {
            respond(responder, requests);
            Session session = requester.createSession();
            TemporaryQueue replies = session.createTemporaryQueue();
            MessageConsumer consumer = session.createConsumer(replies);
            MessageProducer producer = session.createProducer(session.createQueue(requests));
            assertThat(request(session, producer, replies, consumer, "before")).isEqualTo("re: before");
            killAndRestart();
            assertThat(request(session, producer, replies, consumer, "after")).isEqualTo("re: after");
            consumer.close();
            replies.delete();
        }
    }

    @Test
    void shouldGetTheReplyToARequestThatWasOpenWhenTheBrokerDied() throws Exception {
        String requests = unique("open-requests");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch restarted = new CountDownLatch(1);
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        try (Connection requester = connect();
                Connection responder = connect()) {
            Session answering = responder.createSession();
            MessageProducer answers = answering.createProducer(null);
            answering.createConsumer(answering.createQueue(requests)).setMessageListener(request -> {
                asked.countDown();
                try {
                    assertThat(restarted.await(60, TimeUnit.SECONDS)).isTrue();
                    answers.send(request.getJMSReplyTo(), answering.createTextMessage("late"));
                } catch (JMSException | InterruptedException e) {
                    failures.add(e);
                }
            });
            Session session = requester.createSession();
            TemporaryQueue replies = session.createTemporaryQueue();
            MessageConsumer consumer = session.createConsumer(replies);
            Message request = session.createTextMessage("?");
            request.setJMSReplyTo(replies);
            session.createProducer(session.createQueue(requests)).send(request);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            broker.kill();
            broker.start();
            // Whoever replies waits, as applications do, until the requester is there again.
            assertThat(session.createBrowser(replies).getEnumeration().hasMoreElements())
                    .isFalse();
            restarted.countDown();
            assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("late");
            assertThat(failures).isEmpty();
        }
    }

    private static void respond(Connection connection, String requests) throws JMSException {
        Session session = connection.createSession();
        MessageProducer replies = session.createProducer(null);
        session.createConsumer(session.createQueue(requests)).setMessageListener(request -> {
            try {
                Message reply = session.createTextMessage("re: " + text(request));
                reply.setJMSCorrelationID(request.getJMSMessageID());
                replies.send(request.getJMSReplyTo(), reply);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String request(
            Session session, MessageProducer to, TemporaryQueue replies, MessageConsumer consumer, String text)
            throws JMSException {
        Message request = session.createTextMessage(text);
        request.setJMSReplyTo(replies);
        to.send(request);
        Message reply = consumer.receive(RECEIVE_MILLIS);
        while (reply != null && !request.getJMSMessageID().equals(reply.getJMSCorrelationID())) {
            // The acknowledgement of the reply before, or of its request, was lost with the broker.
            reply = consumer.receive(RECEIVE_MILLIS);
        }
        return text(reply);
    }

    private static String text(Message message) throws JMSException {
        assertThat(message).as("message").isNotNull();
        return ((TextMessage) message).getText();
    }

    // ---- Subscriptions ----

    @Test
    void shouldLoseNothingOfDurableSubscriptionsWhenTheBrokerDies() throws JMSException {
        String topicName = unique("topic");
        try (Connection connection = factory().createConnection()) {
            connection.setClientID(unique("client"));
            connection.start();
            Session session = connection.createSession();
            Topic topic = session.createTopic(topicName);
            MessageConsumer alone = session.createDurableConsumer(topic, "alone");
            MessageConsumer shared = session.createSharedDurableConsumer(topic, "shared");
            MessageProducer producer = session.createProducer(topic);
            List<String> sent = new ArrayList<>();
            send(session, producer, sent);
            List<String> got = new ArrayList<>();
            receive(alone, got, MESSAGES / 2);
            killAndRestart();
            send(session, producer, sent);
            receive(alone, got, 2 * MESSAGES);
            assertThat(got).containsExactlyElementsOf(sent);
            List<String> gotShared = new ArrayList<>();
            receive(shared, gotShared, 2 * MESSAGES);
            assertThat(gotShared).containsExactlyElementsOf(sent);
            alone.close();
            shared.close();
            session.unsubscribe("alone");
            session.unsubscribe("shared");
        }
    }

    private static void send(Session session, MessageProducer producer, List<String> sent) throws JMSException {
        for (int i = 0; i < MESSAGES; i++) {
            String text = "message " + sent.size();
            producer.send(session.createTextMessage(text));
            sent.add(text);
        }
    }

    /** Receives up to so many different messages; one that was received before must be marked. */
    private static void receive(MessageConsumer consumer, List<String> texts, int count) throws JMSException {
        while (texts.size() < count) {
            Message message = consumer.receive(RECEIVE_MILLIS);
            String text = text(message);
            if (texts.contains(text)) {
                assertThat(message.getJMSRedelivered()).as(text).isTrue();
            } else {
                texts.add(text);
            }
        }
    }

    // ---- Browsers ----

    @Test
    void shouldBrowseAllAgainAfterTheBrokerDiedAndEndABrowseThatWasCut() throws JMSException {
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            Queue queue = session.createQueue(unique("browsed"));
            send(session, session.createProducer(queue), new ArrayList<>());
            QueueBrowser browser = session.createBrowser(queue);
            Enumeration<?> cut = browser.getEnumeration();
            assertThat(cut.hasMoreElements()).isTrue();
            killAndRestart();
            int rest = count(cut);
            assertThat(rest).isPositive();
            assertThat(count(browser.getEnumeration())).isEqualTo(MESSAGES);
        }
    }

    private static int count(Enumeration<?> messages) {
        int count = 0;
        while (messages.hasMoreElements()) {
            assertThat(messages.nextElement()).isInstanceOf(TextMessage.class);
            count++;
        }
        return count;
    }

    // ---- Orderly restart, other brokers ----

    @Test
    void shouldGoOnAfterAnOrderlyRestart() throws JMSException {
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        try (Connection connection = connect()) {
            connection.setExceptionListener(told::add);
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            Queue queue = session.createQueue(unique("orderly"));
            MessageProducer producer = session.createProducer(queue);
            MessageConsumer consumer = session.createConsumer(queue);
            producer.send(session.createTextMessage("before"));
            session.commit();
            assertThat(broker.stop()).isZero();
            broker.start();
            producer.send(session.createTextMessage("after"));
            session.commit();
            assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("before");
            assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("after");
            session.commit();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void shouldGoToTheSecondBrokerWhenTheFirstStaysDead() throws JMSException {
        try (BrokerProcess first = BrokerProcess.named("failover-first").start()) {
            BlockingQueue<URI> restored = new LinkedBlockingQueue<>();
            CarrickConnectionFactory factory =
                    new CarrickConnectionFactory("failover:(" + uri(first) + "," + uri(broker) + ")" + OPTIONS);
            factory.setConnectionObserver(new ConnectionObserver() {
                @Override
                public void restored(URI to) {
                    restored.add(to);
                }
            });
            try (Connection connection = factory.createConnection()) {
                connection.start();
                Session session = connection.createSession();
                Queue queue = session.createQueue(unique("second"));
                MessageConsumer consumer = session.createConsumer(queue);
                MessageProducer producer = session.createProducer(queue);
                producer.send(session.createTextMessage("one"));
                assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("one");
                first.kill();
                producer.send(session.createTextMessage("two"));
                assertThat(text(consumer.receive(RECEIVE_MILLIS))).isEqualTo("two");
                await().atMost(Duration.ofSeconds(10)).until(() -> restored.contains(URI.create(uri(broker))));
            }
        }
    }

    // ---- No failover, no broker ----

    @Test
    void shouldTellEverybodyWhenAConnectionWithoutFailoverIsLost() throws Exception {
        try (BrokerProcess mortal = BrokerProcess.named("failover-mortal").start()) {
            BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
            try (Connection connection = new CarrickConnectionFactory(uri(mortal)).createConnection()) {
                ExceptionListener listener = told::add;
                connection.setExceptionListener(listener);
                connection.start();
                Session session = connection.createSession();
                Queue queue = session.createQueue(unique("mortal"));
                MessageConsumer consumer = session.createConsumer(queue);
                MessageProducer producer = session.createProducer(queue);
                mortal.kill();
                assertThat(told.poll(10, TimeUnit.SECONDS)).hasMessageContaining(uri(mortal));
                assertThatThrownBy(() -> consumer.receive(RECEIVE_MILLIS)).isInstanceOf(JMSException.class);
                assertThatThrownBy(() -> producer.send(session.createTextMessage("lost")))
                        .isInstanceOf(JMSException.class);
                assertThatThrownBy(() -> connection.createSession()).isInstanceOf(JMSException.class);
            }
        }
    }

    @Test
    void shouldFailAtOnceWithoutBrokerAndWithoutFailover() throws IOException {
        String nobody = "amqp://127.0.0.1:" + freePort();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> new CarrickConnectionFactory(nobody + "?jms.connectTimeout=15000").createConnection())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(nobody);
        assertThat(millisSince(begin)).isLessThan(10_000);
    }

    @Test
    void shouldLookForABrokerForTheConnectTimeOut() throws IOException {
        String nobody = "amqp://127.0.0.1:" + freePort();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> new CarrickConnectionFactory("failover:(" + nobody + ")?jms.connectTimeout=1000")
                        .createConnection())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("1000 ms");
        assertThat(millisSince(begin)).isBetween(1000L, 10_000L);
    }

    @Test
    void shouldGiveUpAfterAsManyAttemptsAsTold() throws IOException {
        String nobody = "amqp://127.0.0.1:" + freePort();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> new CarrickConnectionFactory(
                                "failover:(" + nobody + ")?failover.startupMaxReconnectAttempts=3")
                        .createConnection())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(nobody);
        assertThat(millisSince(begin)).isLessThan(10_000);
    }

    @Test
    void shouldFindABrokerThatComesWhileItWaits() throws Exception {
        BrokerProcess late = BrokerProcess.named("failover-late").start();
        try {
            late.kill();
            CarrickConnectionFactory factory = new CarrickConnectionFactory(
                    "failover:(" + uri(late) + ")?jms.connectTimeout=60000&" + OPTIONS.substring(1));
            BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
            Thread connecting = new Thread(
                    () -> {
                        try (Connection connection = factory.createConnection()) {
                            outcome.add(connection.createSession().getAcknowledgeMode());
                        } catch (JMSException e) {
                            outcome.add(e);
                        }
                    },
                    "connecting");
            connecting.start();
            late.start();
            assertThat(outcome.poll(60, TimeUnit.SECONDS)).isEqualTo(Session.AUTO_ACKNOWLEDGE);
            connecting.join();
        } finally {
            late.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
