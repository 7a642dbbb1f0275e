package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message header fields. */
@Specification("3.4")
class Section3HeadersIT extends JmsSpecification {
    private static final long DAY_MILLIS = 86_400_000;

    private Message sent(Message message) throws JMSException {
        sendMessage(queue, message);
        return message;
    }

    @Test
    @Specification("3.4.1")
    void shouldHoldTheDestinationOfTheSendAfterIt() throws JMSException {
        Message message = session.createMessage();
        message.setJMSDestination(session.createQueue("ignored"));

        sendMessage(queue, message);

        assertThat(message.getJMSDestination()).isEqualTo(queue);
    }

    @Test
    @Specification("3.4.1")
    void shouldReceiveADestinationEquivalentToTheQueueSentTo() throws JMSException {
        Message received = roundTrip(Message.class, session.createMessage());

        assertThat(received.getJMSDestination()).isEqualTo(queue).isInstanceOf(Queue.class);
        assertThat(((Queue) received.getJMSDestination()).getQueueName()).isEqualTo(queue.getQueueName());
    }

    @Test
    @Specification("3.4.1")
    void shouldReceiveADestinationEquivalentToTheTopicSentTo() throws JMSException {
        MessageConsumer subscriber = session.createConsumer(topic);
        sendMessage(topic, session.createMessage());

        Destination destination = receive(subscriber).getJMSDestination();

        assertThat(destination).isEqualTo(topic).isInstanceOf(Topic.class);
        assertThat(((Topic) destination).getTopicName()).isEqualTo(topic.getTopicName());
    }

    @Test
    @Specification("3.4.1")
    void shouldReceiveADestinationEquivalentToTheTemporaryQueueSentTo() throws JMSException {
        TemporaryQueue temporary = session.createTemporaryQueue();
        sendMessage(temporary, session.createMessage());

        Destination destination = receive(temporary).getJMSDestination();

        assertThat(destination).isInstanceOf(Queue.class);
        assertThat(((Queue) destination).getQueueName()).isEqualTo(temporary.getQueueName());
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    @Specification("3.4.2")
    void shouldTakeTheDeliveryModeFromTheSendOnly(int mode) throws JMSException {
        Message message = session.createMessage();
        message.setJMSDeliveryMode(
                mode == DeliveryMode.PERSISTENT ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);

        session.createProducer(queue).send(message, mode, 4, 0);

        assertThat(message.getJMSDeliveryMode()).isEqualTo(mode);
        assertThat(receive(queue).getJMSDeliveryMode()).isEqualTo(mode);
    }

    @Test
    @Specification("3.4.3")
    void shouldAssignAMessageIdOnSend() throws JMSException {
        Message message = session.createMessage();
        message.setJMSMessageID("ID:ignored");

        sendMessage(queue, message);

        assertThat(message.getJMSMessageID()).startsWith("ID:").isNotEqualTo("ID:ignored");
        assertThat(receive(queue).getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    @Specification("3.4.3")
    void shouldGiveEveryMessageAnIdOfItsOwn() throws JMSException {
        Set<String> ids = new HashSet<>();
        MessageProducer producer = session.createProducer(queue);
        MessageProducer other =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createProducer(queue);
        Message same = session.createMessage();
        for (int i = 0; i < 20; i++) {
            producer.send(same);
            ids.add(same.getJMSMessageID());
            Message next = session.createMessage();
            other.send(next);
            ids.add(next.getJMSMessageID());
        }

        assertThat(ids).hasSize(40);
    }

    @Test
    @Specification("3.4.3")
    void shouldHaveNoMessageIdOrTheNormalOneWhenIdsAreDisabled() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        assertThat(producer.getDisableMessageID()).isTrue();
        Message message = session.createMessage();
        message.setJMSMessageID("ID:ignored");
        producer.send(message);

        String id = receive(queue).getJMSMessageID();

        assertThat(message.getJMSMessageID()).isEqualTo(id).isNotEqualTo("ID:ignored");
        assertThat(id)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        normal -> assertThat(normal).startsWith("ID:"));
    }

    @Test
    @Specification("3.4.4")
    void shouldStampAMessageBetweenTheCallOfSendAndItsReturn() throws JMSException {
        Message message = session.createMessage();
        message.setJMSTimestamp(1);
        long before = System.currentTimeMillis();

        sendMessage(queue, message);

        assertThat(message.getJMSTimestamp()).isBetween(before, System.currentTimeMillis());
        assertThat(receive(queue).getJMSTimestamp()).isEqualTo(message.getJMSTimestamp());
    }

    @Test
    @Specification("3.4.4")
    void shouldHaveNoTimestampOrTheNormalOneWhenTimestampsAreDisabled() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageTimestamp(true);
        assertThat(producer.getDisableMessageTimestamp()).isTrue();
        Message message = session.createMessage();
        message.setJMSTimestamp(1);
        long before = System.currentTimeMillis();
        producer.send(message);

        long received = receive(queue).getJMSTimestamp();

        assertThat(message.getJMSTimestamp()).isEqualTo(received);
        assertThat(received)
                .satisfiesAnyOf(
                        none -> assertThat(none).isZero(),
                        normal -> assertThat(normal).isGreaterThanOrEqualTo(before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application specific", "ID:some-message-id", "", "Grüße, 世界"})
    @Specification("3.4.5")
    void shouldCarryTheCorrelationId(String correlationId) throws JMSException {
        Message message = session.createMessage();
        message.setJMSCorrelationID(correlationId);
        assertThat(message.getJMSCorrelationID()).isEqualTo(correlationId);

        assertThat(roundTrip(Message.class, message).getJMSCorrelationID()).isEqualTo(correlationId);
    }

    @Test
    @Specification("3.4.5")
    void shouldCarryAMessageIdAsCorrelationId() throws JMSException {
        Message request = roundTrip(Message.class, session.createMessage());
        Message reply = session.createMessage();
        reply.setJMSCorrelationID(request.getJMSMessageID());

        assertThat(roundTrip(Message.class, reply).getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
    }

    @Test
    @Specification("3.4.5")
    void shouldCarryACorrelationIdOfBytesWhereTheProviderSupportsThem() throws JMSException {
        byte[] id = "native-\u0001".getBytes(StandardCharsets.UTF_8);
        Message message = session.createMessage();
        boolean supported = true;
        try {
            message.setJMSCorrelationIDAsBytes(id);
        } catch (UnsupportedOperationException allowed) {
            supported = false;
        }
        assumeThat(supported).isTrue();

        assertThat(message.getJMSCorrelationIDAsBytes()).isEqualTo(id);
        assertThat(roundTrip(Message.class, message).getJMSCorrelationIDAsBytes())
                .isEqualTo(id);
    }

    @Test
    @Specification("3.4.6")
    void shouldCarryAQueueToReplyTo() throws JMSException {
        Queue replies = session.createQueue(uniqueName());
        Message message = session.createMessage();
        message.setJMSReplyTo(replies);

        assertThat(roundTrip(Message.class, message).getJMSReplyTo())
                .isEqualTo(replies)
                .isInstanceOf(Queue.class);
    }

    @Test
    @Specification("3.4.6")
    void shouldCarryATopicToReplyTo() throws JMSException {
        Message message = session.createMessage();
        message.setJMSReplyTo(topic);

        assertThat(roundTrip(Message.class, message).getJMSReplyTo())
                .isEqualTo(topic)
                .isInstanceOf(Topic.class);
    }

    @Test
    @Specification("3.4.6")
    void shouldDeliverRepliesToATemporaryQueueOfTheRequest() throws JMSException {
        TemporaryQueue replies = session.createTemporaryQueue();
        Message message = session.createMessage();
        message.setJMSReplyTo(replies);
        sendMessage(queue, message);
        Session service = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);
        Destination replyTo = receive(service.createConsumer(queue)).getJMSReplyTo();

        assertThat(replyTo).isInstanceOf(Queue.class);
        service.createProducer(replyTo).send(service.createTextMessage("reply"));

        assertThat(receive(replies).getBody(String.class)).isEqualTo("reply");
    }

    @Test
    @Specification("3.4.6")
    void shouldDeliverRepliesToATemporaryTopicOfTheRequest() throws JMSException {
        TemporaryTopic replies = session.createTemporaryTopic();
        MessageConsumer subscriber = session.createConsumer(replies);
        Message message = session.createMessage();
        message.setJMSReplyTo(replies);
        sendMessage(queue, message);
        Session service = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);
        Destination replyTo = receive(service.createConsumer(queue)).getJMSReplyTo();

        assertThat(replyTo).isInstanceOf(Topic.class);
        service.createProducer(replyTo).send(service.createTextMessage("reply"));

        assertThat(text(subscriber)).isEqualTo("reply");
    }

    @Test
    @Specification("3.4.6")
    void shouldHaveNoCorrelationReplyToOrTypeThatNobodySet() throws JMSException {
        Message received = roundTrip(Message.class, session.createMessage());

        assertThat(received.getJMSCorrelationID()).isNull();
        assertThat(received.getJMSReplyTo()).isNull();
        assertThat(received.getJMSType()).isNull();
    }

    @Test
    @Specification("3.4.7")
    void shouldMarkRedeliveredMessagesOnly() throws JMSException {
        Message message = session.createMessage();
        message.setJMSRedelivered(true);
        sendMessage(queue, message);
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);

        assertThat(receive(consumer).getJMSRedelivered()).isFalse();
        client.recover();

        assertThat(receive(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    @Specification("3.4.8")
    void shouldCarryTheType() throws JMSException {
        Message message = session.createMessage();
        message.setJMSType("order/1");
        assertThat(message.getJMSType()).isEqualTo("order/1");

        assertThat(roundTrip(Message.class, message).getJMSType()).isEqualTo("order/1");
    }

    @Test
    @Specification("3.4.9")
    void shouldExpireATimeToLiveAfterTheSend() throws JMSException {
        Message message = session.createMessage();
        message.setJMSExpiration(1);
        long before = System.currentTimeMillis();

        session.createProducer(queue).send(message, DeliveryMode.PERSISTENT, 4, DAY_MILLIS);

        assertThat(message.getJMSExpiration()).isBetween(before + DAY_MILLIS, System.currentTimeMillis() + DAY_MILLIS);
        assertThat(receive(queue).getJMSExpiration()).isEqualTo(message.getJMSExpiration());
    }

    @Test
    @Specification("3.4.9")
    void shouldNotExpireWithATimeToLiveOfZero() throws JMSException {
        Message message = session.createMessage();
        message.setJMSExpiration(1);

        assertThat(sent(message).getJMSExpiration()).isZero();
        assertThat(receive(queue).getJMSExpiration()).isZero();
    }

    @Test
    @Specification("3.4.9")
    void shouldNotDeliverAnExpiredMessage() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("short-lived"), DeliveryMode.PERSISTENT, 4, 1);
        MessageConsumer consumer = session.createConsumer(session.createQueue(uniqueName()));
        assertNothing(consumer);
        producer.send(session.createTextMessage("lives"));

        assertThat(text(session.createConsumer(queue))).isEqualTo("lives");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @Specification("3.4.10")
    void shouldTakeThePriorityFromTheSendOnly(int priority) throws JMSException {
        Message message = session.createMessage();
        message.setJMSPriority(9 - priority);

        session.createProducer(queue).send(message, DeliveryMode.PERSISTENT, priority, 0);

        assertThat(message.getJMSPriority()).isEqualTo(priority);
        assertThat(receive(queue).getJMSPriority()).isEqualTo(priority);
    }

    @Test
    @Specification("3.4.10")
    void shouldDeliverExpeditedMessagesAheadOfNormalOnes() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (int priority = 0; priority <= 9; priority++) {
            producer.send(session.createTextMessage("" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }

        assertThat(texts(session.createConsumer(queue), 10))
                .containsExactly("9", "8", "7", "6", "5", "4", "3", "2", "1", "0");
    }

    @Test
    @Specification("3.4.13")
    void shouldHaveTheTimeOfTheSendAsDeliveryTimeWithoutDelay() throws JMSException {
        Message message = session.createMessage();
        message.setJMSDeliveryTime(1);
        long before = System.currentTimeMillis();

        sendMessage(queue, message);

        assertThat(message.getJMSDeliveryTime()).isBetween(before, System.currentTimeMillis());
        assertThat(receive(queue).getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    @Specification("3.4.13")
    void shouldHaveTheTimeOfTheSendPlusTheDelayAsDeliveryTime() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(200);
        Message message = session.createMessage();
        long before = System.currentTimeMillis();
        producer.send(message);
        assertThat(message.getJMSDeliveryTime()).isBetween(before + 200, System.currentTimeMillis() + 200);

        Message received = receive(queue);

        assertThat(received.getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(received.getJMSDeliveryTime());
    }

    @Test
    @Specification("3.4.11")
    void shouldKeepWhatTheClientSetsWhenAMessageIsSentAgain() throws JMSException {
        Message message = session.createMessage();
        message.setJMSType("type");
        message.setJMSCorrelationID("correlation");
        message.setJMSReplyTo(topic);
        sendMessage(queue, message);
        sendMessage(queue, message);
        receive(queue);

        Message second = receive(queue);

        assertThat(second.getJMSType()).isEqualTo("type");
        assertThat(second.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(second.getJMSReplyTo()).isEqualTo(topic);
    }

    @Test
    @Specification("3.10")
    void shouldAllowToChangeTheHeadersOfAReceivedMessage() throws JMSException {
        Message received = roundTrip(Message.class, session.createMessage());
        received.setJMSCorrelationID("changed");
        received.setJMSType("changed");
        received.setJMSPriority(7);
        received.setJMSReplyTo(topic);

        assertThat(received.getJMSCorrelationID()).isEqualTo("changed");
        assertThat(received.getJMSType()).isEqualTo("changed");
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSReplyTo()).isEqualTo(topic);
    }

    @Test
    @Specification("3.9")
    void shouldNotBeAffectedByChangesAfterTheSend() throws JMSException {
        jakarta.jms.TextMessage message = session.createTextMessage("as sent");
        message.setStringProperty("state", "as sent");
        sendMessage(queue, message);
        message.setText("changed");
        message.setStringProperty("state", "changed");

        Message received = receive(queue);

        assertThat(received.getBody(String.class)).isEqualTo("as sent");
        assertThat(received.getStringProperty("state")).isEqualTo("as sent");
    }

    @Test
    @Specification("3.9")
    void shouldSendTheSameMessageSeveralTimes() throws JMSException {
        jakarta.jms.TextMessage message = session.createTextMessage("1");
        sendMessage(queue, message);
        message.setText("2");
        sendMessage(queue, message);

        assertThat(texts(session.createConsumer(queue), 2)).containsExactly("1", "2");
    }

    @Test
    @Specification("3.9")
    void shouldForwardAReceivedMessage() throws JMSException {
        jakarta.jms.TextMessage message = session.createTextMessage("forwarded");
        message.setIntProperty("hops", 1);
        Message received = roundTrip(Message.class, message);
        Queue next = session.createQueue(uniqueName());
        sendMessage(next, received);

        Message forwarded = receive(next);

        assertThat(forwarded.getBody(String.class)).isEqualTo("forwarded");
        assertThat(forwarded.getIntProperty("hops")).isEqualTo(1);
        assertThat(forwarded.getJMSDestination()).isEqualTo(next);
        assertThat(forwarded.getJMSRedelivered()).isFalse();
    }
}
