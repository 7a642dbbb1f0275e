package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messaging domains: queues, browsers, topics, and the domain-specific API. */
@Specification("4")
class Section4DomainsIT extends JmsSpecification {

    private static List<String> browse(QueueBrowser browser) throws JMSException {
        List<String> texts = new ArrayList<>();
        Enumeration<?> messages = browser.getEnumeration();
        while (messages.hasMoreElements()) {
            texts.add(((Message) messages.nextElement()).getBody(String.class));
        }
        return texts;
    }

    @Test
    @Specification("4.1.2")
    void shouldDeliverEachMessageOfAQueueToOnlyOneConsumer() throws JMSException {
        MessageConsumer first =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createConsumer(queue);
        MessageConsumer second =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createConsumer(queue);
        send(queue, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

        List<String> received = new ArrayList<>();
        for (MessageConsumer consumer : List.of(first, second)) {
            Message next;
            while ((next = consumer.receive(ABSENCE_MILLIS)) != null) {
                received.add(next.getBody(String.class));
            }
        }

        assertThat(received).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    @Specification("4.1.9")
    void shouldKeepMessagesOfAQueueWithoutConsumer() throws JMSException {
        try (var other = factory.createConnection()) {
            Session sending = other.createSession();
            sending.createProducer(queue).send(sending.createTextMessage("kept"));
        }

        assertThat(receive(queue).getBody(String.class)).isEqualTo("kept");
    }

    @Test
    @Specification("4.1.6")
    void shouldBrowseInTheOrderOfDeliveryAndRemoveNothing() throws JMSException {
        send(queue, "1", "2", "3");

        try (QueueBrowser browser = session.createBrowser(queue)) {
            assertThat(browse(browser)).containsExactly("1", "2", "3");
            assertThat(browse(browser)).as("a second scan").containsExactly("1", "2", "3");
        }
        assertThat(texts(session.createConsumer(queue), 3)).containsExactly("1", "2", "3");
    }

    @Test
    @Specification("4.1.6")
    void shouldBrowseWhatASelectorMatches() throws JMSException {
        for (int i = 0; i < 4; i++) {
            Message message = session.createTextMessage("" + i);
            message.setIntProperty("i", i);
            sendMessage(queue, message);
        }

        QueueBrowser browser = session.createBrowser(queue, "i > 1");

        assertThat(browse(browser)).containsExactly("2", "3");
        assertThat(browser.getMessageSelector()).isEqualTo("i > 1");
        assertThat(browser.getQueue()).isEqualTo(queue);
        assertThat(session.createBrowser(queue).getMessageSelector()).isNull();
    }

    @Test
    @Specification("QueueBrowser.getEnumeration")
    void shouldEndTheScanOfAnEmptyQueue() throws JMSException {
        Enumeration<?> messages = session.createBrowser(queue).getEnumeration();

        assertThat(messages.hasMoreElements()).isFalse();
        Assertions.assertThatThrownBy(messages::nextElement).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @Specification("4.1.6")
    void shouldNotBrowseAMessageBeforeItsDeliveryTime() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(60_000);
        producer.send(session.createTextMessage("later"));
        send(queue, "now");

        assertThat(browse(session.createBrowser(queue))).containsExactly("now");
    }

    @Test
    @Specification("4.1.6")
    void shouldBrowseMoreThanAClientPrefetches() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (int i = 0; i < 1_500; i++) {
            producer.send(session.createTextMessage("" + i));
        }

        assertThat(browse(session.createBrowser(queue)))
                .hasSize(1_500)
                .startsWith("0", "1")
                .endsWith("1499");
    }

    @Test
    @Specification("4.1.6")
    void shouldBrowseWhatWasRolledBack() throws JMSException {
        send(queue, "1", "2");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        assertThat(text(transacted.createConsumer(queue))).isEqualTo("1");
        transacted.rollback();
        transacted.close();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(browse(session.createBrowser(queue))).containsExactly("1", "2"));
    }

    @Test
    @Specification("4.1.7")
    void shouldRequestOverQueues() throws Exception {
        QueueConnection requesting = closing(((QueueConnectionFactory) factory).createQueueConnection());
        requesting.start();
        QueueSession requests = requesting.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        answer(session.createConsumer(queue));
        QueueRequestor requestor = new QueueRequestor(requests, queue);

        Message reply = requestor.request(requests.createTextMessage("ping"));

        assertThat(reply.getBody(String.class)).isEqualTo("re: ping");
        requestor.close();
    }

    @Test
    @Specification("4.2.11")
    void shouldRequestOverTopics() throws Exception {
        TopicConnection requesting = closing(((TopicConnectionFactory) factory).createTopicConnection());
        requesting.start();
        TopicSession requests = requesting.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        answer(session.createConsumer(topic));
        TopicRequestor requestor = new TopicRequestor(requests, topic);

        Message reply = requestor.request(requests.createTextMessage("ping"));

        assertThat(reply.getBody(String.class)).isEqualTo("re: ping");
        requestor.close();
    }

    private void answer(MessageConsumer consumer) throws JMSException {
        Session replying = session;
        MessageListener service = request -> {
            try {
                replying.createProducer(request.getJMSReplyTo())
                        .send(replying.createTextMessage("re: " + request.getBody(String.class)));
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        };
        consumer.setMessageListener(service);
    }

    @Test
    @Specification("4.2.2")
    void shouldGiveEverySubscriptionItsOwnCopy() throws JMSException {
        Session client = sessionOfOtherConnection(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer first = client.createConsumer(topic);
        MessageConsumer second = session.createConsumer(topic);
        send(topic, "news");

        assertThat(text(second)).isEqualTo("news");
        assertThat(text(first)).isEqualTo("news");
        client.recover();
        assertThat(receive(first).getJMSRedelivered()).isTrue();
        assertNothing(second);
    }

    @Test
    @Specification("4.2.2")
    void shouldDeliverNothingThatWasSentBeforeTheSubscription() throws JMSException {
        send(topic, "before");
        MessageConsumer subscriber = session.createConsumer(topic);
        send(topic, "after");

        assertThat(text(subscriber)).isEqualTo("after");
    }

    @Test
    @Specification("4.2.2")
    void shouldNotBlockOneSubscriptionByAnother() throws JMSException {
        MessageConsumer idle =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createConsumer(topic);
        MessageConsumer busy = session.createConsumer(topic);
        send(topic, "1", "2", "3");

        assertThat(texts(busy, 3)).containsExactly("1", "2", "3");
        assertThat(texts(idle, 3)).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"letters", "größe", "0digits9", "under_score", "do.t", "mi-nus", "a.b-c_D.9"})
    @Specification("4.2.4")
    void shouldAllowSubscriptionNamesOf(String characters) throws JMSException {
        Session durable = startedConnection(uniqueName()).createSession();
        durable.createDurableConsumer(topic, characters).close();
        send(topic, "kept");

        MessageConsumer again = durable.createDurableConsumer(topic, characters);
        assertThat(text(again)).isEqualTo("kept");
        again.close();
        durable.unsubscribe(characters);
    }

    @Test
    @Specification("4.2.4")
    void shouldAllowSubscriptionNamesOf128Characters() throws JMSException {
        String name = "n".repeat(64) + uniqueName().replaceAll("[^a-z0-9]", "x") + "n".repeat(64);
        String longest = name.substring(0, 128);
        session.createSharedDurableConsumer(topic, longest).close();
        send(topic, "kept");

        MessageConsumer again = session.createSharedDurableConsumer(topic, longest);
        assertThat(text(again)).isEqualTo("kept");
        again.close();
        session.unsubscribe(longest);
    }

    @Test
    @Specification("6.1")
    void shouldSendAndReceiveWithTheQueueApi() throws Exception {
        QueueConnection queues = closing(((QueueConnectionFactory) factory).createQueueConnection());
        queues.start();
        QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueSender sender = queueSession.createSender(queue);
        QueueSender anySender = queueSession.createSender(null);
        TextMessage message = queueSession.createTextMessage("by sender");
        sender.send(message);
        sender.send(message, DeliveryMode.NON_PERSISTENT, 4, 0);
        anySender.send(queue, message);
        anySender.send(queue, message, DeliveryMode.NON_PERSISTENT, 4, 0);
        QueueReceiver receiver = queueSession.createReceiver(queue);

        assertThat(texts(receiver, 4)).containsOnly("by sender");
        assertThat(sender.getQueue()).isEqualTo(queue);
        assertThat(receiver.getQueue()).isEqualTo(queue);
        receiver.close();
        sender.send(message);
        assertThat(text(queueSession.createReceiver(queue, "JMSPriority = 4"))).isEqualTo("by sender");
    }

    @Test
    @Specification("6.1")
    void shouldPublishAndSubscribeWithTheTopicApi() throws Exception {
        TopicConnection topics = closing(((TopicConnectionFactory) factory).createTopicConnection());
        topics.setClientID(uniqueName());
        topics.start();
        TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSubscriber subscriber = topicSession.createSubscriber(topic);
        TopicSubscriber selective = topicSession.createSubscriber(topic, "JMSPriority = 9", true);
        TopicSubscriber durable = topicSession.createDurableSubscriber(topic, "durable");
        TopicPublisher publisher = topicSession.createPublisher(topic);
        TopicPublisher anyPublisher = topicSession.createPublisher(null);
        TextMessage message = topicSession.createTextMessage("published");
        publisher.publish(message);
        publisher.publish(message, DeliveryMode.NON_PERSISTENT, 4, 0);
        anyPublisher.publish(topic, message);
        anyPublisher.publish(topic, message, DeliveryMode.NON_PERSISTENT, 4, 0);

        assertThat(texts(subscriber, 4)).containsOnly("published");
        assertThat(texts(durable, 4)).containsOnly("published");
        assertNothing(selective);
        assertThat(publisher.getTopic()).isEqualTo(topic);
        assertThat(subscriber.getTopic()).isEqualTo(topic);
        assertThat(subscriber.getNoLocal()).isFalse();
        assertThat(selective.getNoLocal()).isTrue();
        durable.close();
        topicSession.unsubscribe("durable");
    }
}
