package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending messages synchronously, and the options of a send. */
@Specification("7")
class Section7SendingIT extends JmsSpecification {

    @Test
    @Specification("7.1")
    void shouldSendToTheDestinationOfTheProducer() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("sent"));

        assertThat(producer.getDestination()).isEqualTo(queue);
        assertThat(receive(queue).getBody(String.class)).isEqualTo("sent");
    }

    @Test
    @Specification("7.1")
    void shouldSendToADestinationGivenWithEachSend() throws JMSException {
        MessageProducer producer = session.createProducer(null);
        MessageConsumer subscriber = session.createConsumer(topic);
        Queue temporary = session.createTemporaryQueue();
        for (Destination destination : List.of(queue, topic, temporary)) {
            producer.send(destination, session.createTextMessage(destination.toString()));
        }

        assertThat(producer.getDestination()).isNull();
        assertThat(receive(queue).getBody(String.class)).isEqualTo(queue.toString());
        assertThat(text(subscriber)).isEqualTo(topic.toString());
        assertThat(receive(temporary).getBody(String.class)).isEqualTo(temporary.toString());
    }

    @Test
    @Specification("MessageProducer.send")
    void shouldRefuseASendWithoutOrWithTwoDestinations() throws JMSException {
        MessageProducer anonymous = session.createProducer(null);
        MessageProducer identified = session.createProducer(queue);
        Message message = session.createTextMessage("never");

        assertThatThrownBy(() -> anonymous.send(message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> anonymous.send(message, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> identified.send(queue, message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> identified.send(queue, message, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> anonymous.send(null, message)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Specification("MessageProducer.send")
    void shouldRefuseToSendNull() throws JMSException {
        MessageProducer producer = session.createProducer(queue);

        assertThatThrownBy(() -> producer.send(null)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    @Specification("MessageProducer.getDeliveryMode")
    void shouldBeginWithTheDefaultOptions() throws JMSException {
        MessageProducer producer = session.createProducer(queue);

        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(producer.getTimeToLive()).isZero();
        assertThat(producer.getDeliveryDelay()).isZero();
        assertThat(producer.getDisableMessageID()).isFalse();
        assertThat(producer.getDisableMessageTimestamp()).isFalse();
    }

    @Test
    @Specification("7.4")
    void shouldSendWithTheOptionsOfTheProducer() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setPriority(8);
        producer.setTimeToLive(60_000);
        producer.setDeliveryDelay(1);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(8);
        assertThat(producer.getTimeToLive()).isEqualTo(60_000);
        assertThat(producer.getDeliveryDelay()).isEqualTo(1);
        Message message = session.createTextMessage("sent");
        producer.send(message);

        for (Message each : List.of(message, receive(queue))) {
            assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(each.getJMSPriority()).isEqualTo(8);
            assertThat(each.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);
            assertThat(each.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp() + 1);
        }
    }

    @Test
    @Specification("7.4")
    void shouldOverrideTheOptionsOfTheProducerBySend() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setPriority(8);
        producer.setTimeToLive(60_000);
        Message message = session.createTextMessage("sent");
        producer.send(message, DeliveryMode.PERSISTENT, 1, 0);

        for (Message each : List.of(message, receive(queue))) {
            assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            assertThat(each.getJMSPriority()).isEqualTo(1);
            assertThat(each.getJMSExpiration()).isZero();
        }
        assertThat(producer.getPriority()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10, 100})
    @Specification("MessageProducer.setPriority")
    void shouldRefuseAPriorityThatDoesNotExist(int priority) throws JMSException {
        MessageProducer producer = session.createProducer(queue);

        assertThatThrownBy(() -> producer.setPriority(priority)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(session.createMessage(), DeliveryMode.PERSISTENT, priority, 0))
                .isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1})
    @Specification("MessageProducer.setDeliveryMode")
    void shouldRefuseADeliveryModeThatDoesNotExist(int mode) throws JMSException {
        MessageProducer producer = session.createProducer(queue);

        assertThatThrownBy(() -> producer.setDeliveryMode(mode)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(session.createMessage(), mode, 4, 0))
                .isInstanceOf(JMSException.class);
    }

    @Test
    @Specification("7.9")
    void shouldNotDeliverBeforeTheDeliveryTime() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(400);
        MessageConsumer consumer = session.createConsumer(queue);
        Message message = session.createTextMessage("later");
        producer.send(message);

        assertNothing(consumer);
        assertThat(text(consumer)).isEqualTo("later");
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    @Specification("7.9")
    void shouldDeliverADelayedMessageOnlyToSubscriptionsThatExistWhenItIsSent() throws JMSException {
        MessageConsumer early = session.createConsumer(topic);
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryDelay(300);
        producer.send(session.createTextMessage("delayed"));
        MessageConsumer late = session.createConsumer(topic);

        assertThat(text(early)).isEqualTo("delayed");
        assertNothing(late);
    }

    @Test
    @Specification("7.9")
    void shouldAddTheDelayToTheTimeOfTheSendInATransaction() throws JMSException {
        var transacted = connection.createSession(jakarta.jms.Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        producer.setDeliveryDelay(100);
        Message message = transacted.createTextMessage("later");
        long before = System.currentTimeMillis();
        producer.send(message);
        long after = System.currentTimeMillis();
        transacted.commit();

        assertThat(message.getJMSDeliveryTime()).isBetween(before + 100, after + 100);
        assertThat(receive(queue).getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    @Specification("7.8")
    void shouldExpireWhileNobodyConsumes() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(50);
        producer.send(session.createTextMessage("short-lived"));
        MessageConsumer clock = session.createConsumer(session.createQueue(uniqueName()));
        assertNothing(clock);

        assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    @Specification("7.7")
    void shouldSendBothDeliveryModesToTheSameDestination() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("persistent"), DeliveryMode.PERSISTENT, 4, 0);
        producer.send(session.createTextMessage("not persistent"), DeliveryMode.NON_PERSISTENT, 4, 0);

        assertThat(texts(session.createConsumer(queue), 2)).containsExactlyInAnyOrder("persistent", "not persistent");
    }
}
