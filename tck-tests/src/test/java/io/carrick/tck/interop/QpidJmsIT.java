package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Qpid JMS, unmodified. */
@ExtendWith(SharedBroker.class)
@Timeout(120)
class QpidJmsIT {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long SHORT_MILLIS = 300;

    private final ConnectionFactory factory;
    private final List<JMSContext> opened = new ArrayList<>();
    private JMSContext context;
    private Queue queue;
    private Topic topic;

    QpidJmsIT(BrokerAddress broker) {
        factory = new JmsConnectionFactory(broker.jmsUri() + "?jms.requestTimeout=20000&jms.closeTimeout=20000");
    }

    @BeforeEach
    void connect() {
        context = open(JMSContext.AUTO_ACKNOWLEDGE);
        String name = "jms." + UUID.randomUUID();
        queue = context.createQueue(name);
        topic = context.createTopic(name + ".topic");
    }

    @AfterEach
    void close() {
        Collections.reverse(opened);
        opened.forEach(JMSContext::close);
    }

    private JMSContext open(int sessionMode) {
        JMSContext next = factory.createContext(sessionMode);
        opened.add(next);
        return next;
    }

    private JMSContext openAs(String clientId) {
        JMSContext next = factory.createContext();
        opened.add(next);
        next.setClientID(clientId);
        return next;
    }

    private void send(String... texts) {
        JMSProducer producer = context.createProducer();
        for (String text : texts) {
            producer.send(queue, text);
        }
    }

    private static String text(JMSConsumer consumer) {
        String text = consumer.receiveBody(String.class, PATIENCE_MILLIS);
        assertThat(text).as("a message within %d ms", PATIENCE_MILLIS).isNotNull();
        return text;
    }

    private static List<String> texts(JMSConsumer consumer, int count) {
        return IntStream.range(0, count).mapToObj(i -> text(consumer)).toList();
    }

    private static void assertEmpty(JMSConsumer consumer) {
        assertThat(consumer.receive(SHORT_MILLIS)).isNull();
    }

    @Test
    void shouldReceiveInTheOrderSent() {
        send("1", "2", "3");

        assertThat(texts(context.createConsumer(queue), 3)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldAnswerReceiveNoWaitAtOnce() {
        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();
        send("1");

        assertThat(texts(consumer, 1)).containsExactly("1");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldPublishToAllSubscribers() {
        JMSConsumer first = context.createConsumer(topic);
        JMSConsumer second = open(JMSContext.AUTO_ACKNOWLEDGE).createConsumer(topic);
        context.createProducer().send(topic, "news");

        assertThat(text(first)).isEqualTo("news");
        assertThat(text(second)).isEqualTo("news");
    }

    @Test
    void shouldKeepDurableSubscriptionUntilUnsubscribed() {
        String clientId = "client-" + UUID.randomUUID();
        JMSContext subscriber = openAs(clientId);
        subscriber.createDurableConsumer(topic, "alerts").close();
        context.createProducer().send(topic, "missed");

        JMSConsumer again = subscriber.createDurableConsumer(topic, "alerts");
        assertThat(text(again)).isEqualTo("missed");
        again.close();
        subscriber.unsubscribe("alerts");
        context.createProducer().send(topic, "too late");

        assertEmpty(subscriber.createDurableConsumer(topic, "alerts"));
    }

    @Test
    void shouldKeepDurableSubscriptionOverConnections() {
        String clientId = "client-" + UUID.randomUUID();
        try (JMSContext first = factory.createContext()) {
            first.setClientID(clientId);
            first.createDurableConsumer(topic, "alerts", "severity > 3", false).close();
        }
        context.createProducer().setProperty("severity", 1).send(topic, "minor");
        context.createProducer().setProperty("severity", 5).send(topic, "major");

        JMSConsumer again = openAs(clientId).createDurableConsumer(topic, "alerts", "severity > 3", false);
        assertThat(text(again)).isEqualTo("major");
        assertEmpty(again);
    }

    @Test
    void shouldRefuseToUnsubscribeWhileInUseAndWhenUnknown() {
        JMSContext subscriber = openAs("client-" + UUID.randomUUID());
        subscriber.createDurableConsumer(topic, "alerts");

        assertThatThrownBy(() -> subscriber.unsubscribe("alerts")).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> subscriber.unsubscribe("never made"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Test
    void shouldSpreadSharedSubscriptionsOverConsumers() {
        for (boolean durable : new boolean[] {false, true}) {
            String name = "workers-" + UUID.randomUUID();
            JMSContext other = open(JMSContext.AUTO_ACKNOWLEDGE);
            JMSConsumer first = durable
                    ? context.createSharedDurableConsumer(topic, name)
                    : context.createSharedConsumer(topic, name);
            JMSConsumer second =
                    durable ? other.createSharedDurableConsumer(topic, name) : other.createSharedConsumer(topic, name);
            for (int i = 0; i < 10; i++) {
                context.createProducer().send(topic, "m" + i);
            }

            List<String> all = new ArrayList<>();
            for (JMSConsumer consumer : List.of(first, second)) {
                for (String text = consumer.receiveBody(String.class, 1000);
                        text != null;
                        text = consumer.receiveBody(String.class, SHORT_MILLIS)) {
                    all.add(text);
                }
            }

            assertThat(all)
                    .as("durable: %s", durable)
                    .containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
            first.close();
            second.close();
            if (durable) {
                context.unsubscribe(name);
            }
        }
    }

    @Test
    void shouldSelectByHeadersAndProperties() {
        JMSProducer producer = context.createProducer();
        producer.setProperty("price", 10).setJMSType("fruit").send(queue, "apple");
        producer.setProperty("price", 99).setJMSType("fruit").send(queue, "durian");
        producer.setProperty("price", 5).setJMSType("metal").send(queue, "nail");

        JMSConsumer consumer = context.createConsumer(queue, "JMSType = 'fruit' AND price BETWEEN 5 AND 20");
        assertThat(text(consumer)).isEqualTo("apple");
        assertEmpty(consumer);
        consumer.close();
        assertThat(texts(context.createConsumer(queue), 2)).containsExactly("durian", "nail");
    }

    @Test
    void shouldRefuseInvalidSelector() {
        JMSContext other = open(JMSContext.AUTO_ACKNOWLEDGE);

        assertThatThrownBy(() -> other.createConsumer(queue, "price >> 3"))
                .isInstanceOf(InvalidSelectorRuntimeException.class);

        send("unaffected");
        assertThat(text(other.createConsumer(queue))).isEqualTo("unaffected");
    }

    @Test
    void shouldBrowseAllAndEnd() throws JMSException {
        send("1", "2", "3");
        List<String> seen = new ArrayList<>();
        try (QueueBrowser browser = context.createBrowser(queue)) {
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                seen.add(((Message) messages.nextElement()).getBody(String.class));
            }
        }

        assertThat(seen).containsExactly("1", "2", "3");
        assertThat(texts(context.createConsumer(queue), 3)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldReplyToTemporaryQueue() throws JMSException {
        TemporaryQueue replies = context.createTemporaryQueue();
        JMSConsumer replyConsumer = context.createConsumer(replies);
        context.createProducer()
                .setJMSReplyTo(replies)
                .setJMSCorrelationID("42")
                .send(queue, "ping");

        JMSContext service = open(JMSContext.AUTO_ACKNOWLEDGE);
        Message request = service.createConsumer(queue).receive(PATIENCE_MILLIS);
        service.createProducer()
                .setJMSCorrelationID(request.getJMSCorrelationID())
                .send(request.getJMSReplyTo(), "pong");

        Message reply = replyConsumer.receive(PATIENCE_MILLIS);
        assertThat(reply.getBody(String.class)).isEqualTo("pong");
        assertThat(reply.getJMSCorrelationID()).isEqualTo("42");
        replyConsumer.close();
        replies.delete();
    }

    @Test
    void shouldCommitAndRollBackSends() {
        JMSContext transacted = open(JMSContext.SESSION_TRANSACTED);
        JMSConsumer consumer = context.createConsumer(queue);
        transacted.createProducer().send(queue, "never");
        transacted.rollback();
        transacted.createProducer().send(queue, "1");
        transacted.createProducer().send(queue, "2");
        assertEmpty(consumer);

        transacted.commit();

        assertThat(texts(consumer, 2)).containsExactly("1", "2");
        assertEmpty(consumer);
    }

    @Test
    void shouldRedeliverInPlaceAndCountAfterRollback() throws JMSException {
        send("1", "2", "3");
        JMSContext transacted = open(JMSContext.SESSION_TRANSACTED);
        JMSConsumer consumer = transacted.createConsumer(queue);
        assertThat(texts(consumer, 2)).containsExactly("1", "2");
        transacted.rollback();

        Message first = consumer.receive(PATIENCE_MILLIS);
        assertThat(first.getBody(String.class)).isEqualTo("1");
        assertThat(first.getJMSRedelivered()).isTrue();
        assertThat(first.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(texts(consumer, 2)).containsExactly("2", "3");
        transacted.commit();
        assertEmpty(context.createConsumer(queue));
    }

    @Test
    void shouldRedeliverWhatWasNotAcknowledged() throws JMSException {
        send("1");
        try (JMSContext forgetful = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            assertThat(text(forgetful.createConsumer(queue))).isEqualTo("1");
        }

        Message again = context.createConsumer(queue).receive(PATIENCE_MILLIS);

        assertThat(again.getBody(String.class)).isEqualTo("1");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    void shouldDeadLetterAfterTooManyAttempts() throws JMSException {
        send("poison", "fine");
        JMSContext transacted = open(JMSContext.SESSION_TRANSACTED);
        JMSConsumer consumer = transacted.createConsumer(queue);
        int attempts = 0;
        for (String next = text(consumer); next.equals("poison"); next = text(consumer)) {
            attempts++;
            transacted.rollback();
            assertThat(attempts).isLessThan(50);
        }
        transacted.commit();

        assertThat(attempts).isEqualTo(10);
        Message dead = context.createConsumer(context.createQueue("DLQ." + queue.getQueueName()))
                .receive(PATIENCE_MILLIS);
        assertThat(dead.getBody(String.class)).isEqualTo("poison");
    }

    @Test
    void shouldDelayDelivery() {
        JMSConsumer consumer = context.createConsumer(queue);
        long start = System.currentTimeMillis();
        context.createProducer().setDeliveryDelay(3000).send(queue, "later");
        send("now");

        assertThat(texts(consumer, 2)).containsExactly("now", "later");
        assertThat(System.currentTimeMillis() - start).isGreaterThanOrEqualTo(3000);
    }

    @Test
    void shouldDeliverByPriority() {
        JMSProducer producer = context.createProducer();
        producer.setPriority(1).send(queue, "low");
        producer.setPriority(9).send(queue, "high");
        producer.setPriority(5).send(queue, "middle");

        assertThat(texts(context.createConsumer(queue), 3)).containsExactly("high", "middle", "low");
    }

    @Test
    void shouldMoveExpiredMessagesToTheExpiryQueue() {
        String shortLived = "short-lived " + UUID.randomUUID();
        context.createProducer().setTimeToLive(100).send(queue, shortLived);
        send("lives");
        assertEmpty(context.createConsumer(context.createQueue(queueName() + ".clock")));

        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("lives");
        assertEmpty(consumer);
        JMSConsumer expired = context.createConsumer(context.createQueue("ExpiryQueue"));
        String moved = text(expired);
        while (!moved.equals(shortLived)) {
            moved = text(expired);
        }
    }

    private String queueName() {
        try {
            return queue.getQueueName();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldKeepGroupAtOneConsumerAndMoveItWhenThatLeaves() {
        JMSConsumer first = open(JMSContext.AUTO_ACKNOWLEDGE).createConsumer(queue);
        JMSConsumer second = open(JMSContext.AUTO_ACKNOWLEDGE).createConsumer(queue);
        context.createProducer().setProperty("JMSXGroupID", "g").send(queue, "1");
        String atFirst = first.receiveBody(String.class, 1000);
        JMSConsumer owner = atFirst != null ? first : second;
        JMSConsumer other = atFirst != null ? second : first;
        if (atFirst == null) {
            assertThat(text(second)).isEqualTo("1");
        }
        context.createProducer().setProperty("JMSXGroupID", "g").send(queue, "2");
        assertThat(text(owner)).isEqualTo("2");
        owner.close();
        context.createProducer().setProperty("JMSXGroupID", "g").send(queue, "3");

        assertThat(text(other)).isEqualTo("3");
    }

    @Test
    void shouldSuppressOwnMessagesForNoLocalSubscriber() {
        JMSConsumer consumer = context.createConsumer(topic, null, true);
        context.createProducer().send(topic, "own");
        open(JMSContext.AUTO_ACKNOWLEDGE).createProducer().send(topic, "foreign");

        assertThat(text(consumer)).isEqualTo("foreign");
        assertEmpty(consumer);
    }

    @Test
    void shouldRefuseSecondConnectionWithTheSameClientId() {
        String clientId = "client-" + UUID.randomUUID();
        openAs(clientId).createTemporaryQueue();

        assertThatThrownBy(() -> openAs(clientId).createTemporaryQueue())
                .isInstanceOf(InvalidClientIDRuntimeException.class);
    }

    @Test
    void shouldCompleteAsynchronousSends() throws InterruptedException {
        Completions completions = new Completions(500);
        JMSProducer producer = context.createProducer().setAsync(completions);
        for (int i = 0; i < 500; i++) {
            producer.send(queue, "m" + i);
        }

        assertThat(completions.await(PATIENCE_MILLIS)).isTrue();
        assertThat(completions.failures()).isEmpty();
        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(texts(consumer, 500))
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void shouldRollBackWhenTheSessionIsClosedWithoutCommit() {
        JMSConsumer consumer = context.createConsumer(queue);
        try (JMSContext transacted = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            transacted.createProducer().send(queue, "never");
        }

        assertEmpty(consumer);
    }
}
