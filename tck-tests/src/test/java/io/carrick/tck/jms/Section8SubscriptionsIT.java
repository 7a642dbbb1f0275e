package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TopicSubscriber;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions: shared or not, durable or not. */
@Specification("8.3")
class Section8SubscriptionsIT extends JmsSpecification {
    private String name;
    private String clientId;
    private Session identified;

    @BeforeEach
    void identify() throws JMSException {
        name = "sub-" + uniqueName();
        clientId = "client-" + uniqueName();
        identified = startedConnection(clientId).createSession();
    }

    private void sendNumbered(int... numbers) throws JMSException {
        for (int number : numbers) {
            Message message = session.createTextMessage("" + number);
            message.setIntProperty("i", number);
            sendMessage(topic, message);
        }
    }

    private static List<String> drain(MessageConsumer... consumers) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (MessageConsumer consumer : consumers) {
            for (Message next = consumer.receive(ABSENCE_MILLIS);
                    next != null;
                    next = consumer.receive(ABSENCE_MILLIS)) {
                texts.add(next.getBody(String.class));
            }
        }
        return texts;
    }

    @Test
    @Specification("8.3.1")
    void shouldEndAnUnsharedNonDurableSubscriptionWithItsConsumer() throws JMSException {
        session.createConsumer(topic).close();
        sendNumbered(1);

        assertNothing(session.createConsumer(topic));
    }

    @Test
    @Specification("8.3.1")
    void shouldMakeASubscriptionForEveryConsumer() throws JMSException {
        MessageConsumer first = session.createConsumer(topic);
        MessageConsumer second = session.createConsumer(topic);
        sendNumbered(1);

        assertThat(text(first)).isEqualTo("1");
        assertThat(text(second)).isEqualTo("1");
    }

    @Test
    @Specification("8.3.1")
    void shouldNotAddMessagesOfItsOwnConnectionWithNoLocal() throws JMSException {
        MessageConsumer noLocal = session.createConsumer(topic, null, true);
        MessageConsumer local = session.createConsumer(topic, null, false);
        send(topic, "own");
        Session foreign = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);
        foreign.createProducer(topic).send(foreign.createTextMessage("foreign"));

        assertThat(text(noLocal)).isEqualTo("foreign");
        assertThat(texts(local, 2)).containsExactly("own", "foreign");
    }

    @Test
    @Specification("8.3.2")
    void shouldShareANonDurableSubscription() throws JMSException {
        MessageConsumer first = session.createSharedConsumer(topic, name);
        MessageConsumer second =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createSharedConsumer(topic, name);
        sendNumbered(1, 2, 3, 4, 5, 6);

        assertThat(drain(first, second)).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6");
    }

    @Test
    @Specification("8.3.2")
    void shouldKeepASharedNonDurableSubscriptionWhileAConsumerIsOpen() throws JMSException {
        MessageConsumer first = session.createSharedConsumer(topic, name);
        MessageConsumer second = session.createSharedConsumer(topic, name);
        first.close();
        sendNumbered(1);
        assertThat(text(second)).isEqualTo("1");
        second.close();
        sendNumbered(2);

        assertNothing(session.createSharedConsumer(topic, name));
    }

    @Test
    @Specification("8.3.2")
    void shouldTellSharedNonDurableSubscriptionsApartByClientIdentifier() throws JMSException {
        MessageConsumer without = session.createSharedConsumer(topic, name);
        MessageConsumer with = identified.createSharedConsumer(topic, name);
        sendNumbered(1);

        assertThat(text(without)).isEqualTo("1");
        assertThat(text(with)).isEqualTo("1");
    }

    @Test
    @Specification("8.3.2")
    void shouldRefuseAnotherTopicOrSelectorForASharedSubscriptionInUse() throws JMSException {
        session.createSharedConsumer(topic, name, "i > 1");

        assertThatThrownBy(() -> session.createSharedConsumer(session.createTopic(uniqueName()), name, "i > 1"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, name, "i > 2"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, name)).isInstanceOf(JMSException.class);
    }

    @Test
    @Specification("8.3.2")
    void shouldSelectForASharedSubscription() throws JMSException {
        MessageConsumer consumer = session.createSharedConsumer(topic, name, "i = 2");
        sendNumbered(1, 2, 3);

        assertThat(drain(consumer)).containsExactly("2");
    }

    @Test
    @Specification("8.3.2")
    void shouldAllowANonDurableAndADurableSubscriptionOfTheSameName() throws JMSException {
        MessageConsumer nonDurable = session.createSharedConsumer(topic, name);
        MessageConsumer durable = session.createSharedDurableConsumer(topic, name);
        sendNumbered(1);

        assertThat(text(nonDurable)).isEqualTo("1");
        assertThat(text(durable)).isEqualTo("1");
        durable.close();
        session.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldAccumulateMessagesForAnUnsharedDurableSubscription() throws JMSException {
        identified.createDurableConsumer(topic, name).close();
        sendNumbered(1, 2);
        MessageConsumer again = identified.createDurableConsumer(topic, name);

        assertThat(drain(again)).containsExactly("1", "2");
        again.close();
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldResumeADurableSubscriptionOnAnotherConnection() throws JMSException {
        Connection first = startedConnection(clientId + "2");
        first.createSession().createDurableSubscriber(topic, name);
        sendNumbered(1);
        first.close();
        sendNumbered(2);
        Session second = startedConnection(clientId + "2").createSession();
        TopicSubscriber subscriber = second.createDurableSubscriber(topic, name);

        assertThat(drain(subscriber)).containsExactly("1", "2");
        assertThat(subscriber.getTopic()).isEqualTo(topic);
        subscriber.close();
        second.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldNeedAClientIdentifierForAnUnsharedDurableSubscription() {
        assertThatThrownBy(() -> session.createDurableConsumer(topic, name)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(topic, name, "i = 1", false))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, name))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, name, "i = 1", false))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Specification("8.3.3")
    void shouldTellDurableSubscriptionsApartByClientIdentifier() throws JMSException {
        Session other = startedConnection(clientId + "2").createSession();
        MessageConsumer first = identified.createDurableConsumer(topic, name);
        MessageConsumer second = other.createDurableConsumer(topic, name);
        sendNumbered(1);

        assertThat(text(first)).isEqualTo("1");
        assertThat(text(second)).isEqualTo("1");
        first.close();
        second.close();
        identified.unsubscribe(name);
        other.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldRefuseASecondConsumerOfAnUnsharedDurableSubscription() throws JMSException {
        MessageConsumer first = identified.createDurableConsumer(topic, name);

        assertThatThrownBy(() -> identified.createDurableConsumer(topic, name)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> identified.createDurableSubscriber(topic, name))
                .isInstanceOf(JMSException.class);

        sendNumbered(1);
        assertThat(text(first)).isEqualTo("1");
        first.close();
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldReplaceADurableSubscriptionOfAnotherTopic() throws JMSException {
        identified.createDurableConsumer(topic, name).close();
        sendNumbered(1);
        var otherTopic = session.createTopic(uniqueName());
        MessageConsumer replaced = identified.createDurableConsumer(otherTopic, name);
        assertNothing(replaced);
        sendNumbered(2);
        send(otherTopic, "other");

        assertThat(drain(replaced)).containsExactly("other");
        replaced.close();
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldReplaceADurableSubscriptionOfAnotherSelector() throws JMSException {
        identified.createDurableConsumer(topic, name, "i = 1", false).close();
        sendNumbered(1, 2);
        MessageConsumer replaced = identified.createDurableConsumer(topic, name, "i = 2", false);
        assertNothing(replaced);
        sendNumbered(1, 2);

        assertThat(drain(replaced)).containsExactly("2");
        replaced.close();
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldReplaceADurableSubscriptionOfAnotherNoLocal() throws JMSException {
        identified.createDurableConsumer(topic, name, null, false).close();
        sendNumbered(1);
        MessageConsumer replaced = identified.createDurableConsumer(topic, name, null, true);

        assertNothing(replaced);
        replaced.close();
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldNotAddMessagesOfTheClientIdentifierToADurableSubscriptionWithNoLocal() throws JMSException {
        MessageConsumer noLocal = identified.createDurableConsumer(topic, name, null, true);
        identified.createProducer(topic).send(identified.createTextMessage("own"));
        send(topic, "foreign");

        assertThat(drain(noLocal)).containsExactly("foreign");
        noLocal.close();
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldKeepWhatWasNotAcknowledged() throws JMSException {
        Connection first = startedConnection(clientId + "2");
        Session client = first.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createDurableConsumer(topic, name);
        sendNumbered(1, 2);
        receive(consumer).acknowledge();
        assertThat(text(consumer)).isEqualTo("2");
        first.close();
        Session second = startedConnection(clientId + "2").createSession();
        MessageConsumer again = second.createDurableConsumer(topic, name);

        Message redelivered = receive(again);
        assertThat(redelivered.getBody(String.class)).isEqualTo("2");
        assertThat(redelivered.getJMSRedelivered()).isTrue();
        assertNothing(again);
        again.close();
        second.unsubscribe(name);
    }

    @Test
    @Specification("8.3.3")
    void shouldRefuseASharedDurableSubscriptionOfTheNameOfAnUnsharedOne() throws JMSException {
        identified.createDurableConsumer(topic, name).close();

        assertThatThrownBy(() -> identified.createSharedDurableConsumer(topic, name))
                .isInstanceOf(JMSException.class);
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.4")
    void shouldRefuseAnUnsharedDurableSubscriptionOfTheNameOfASharedOne() throws JMSException {
        identified.createSharedDurableConsumer(topic, name).close();

        assertThatThrownBy(() -> identified.createDurableConsumer(topic, name)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> identified.createDurableSubscriber(topic, name))
                .isInstanceOf(JMSException.class);
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.4")
    void shouldShareADurableSubscription() throws JMSException {
        MessageConsumer first = session.createSharedDurableConsumer(topic, name);
        MessageConsumer second =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createSharedDurableConsumer(topic, name);
        sendNumbered(1, 2, 3, 4, 5, 6);

        assertThat(drain(first, second)).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6");
        first.close();
        second.close();
        session.unsubscribe(name);
    }

    @Test
    @Specification("8.3.4")
    void shouldAccumulateMessagesForASharedDurableSubscription() throws JMSException {
        session.createSharedDurableConsumer(topic, name).close();
        sendNumbered(1, 2);
        Session later = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer again = later.createSharedDurableConsumer(topic, name);

        assertThat(drain(again)).containsExactly("1", "2");
        again.close();
        later.unsubscribe(name);
    }

    @Test
    @Specification("8.3.4")
    void shouldTellSharedDurableSubscriptionsApartByClientIdentifier() throws JMSException {
        session.createSharedDurableConsumer(topic, name).close();
        identified.createSharedDurableConsumer(topic, name).close();
        sendNumbered(1);
        MessageConsumer without = session.createSharedDurableConsumer(topic, name);
        MessageConsumer with = identified.createSharedDurableConsumer(topic, name);

        assertThat(text(without)).isEqualTo("1");
        assertThat(text(with)).isEqualTo("1");
        without.close();
        with.close();
        session.unsubscribe(name);
        identified.unsubscribe(name);
    }

    @Test
    @Specification("8.3.4")
    void shouldRefuseAnotherTopicOrSelectorForASharedDurableSubscriptionInUse() throws JMSException {
        MessageConsumer first = session.createSharedDurableConsumer(topic, name, "i > 1");

        assertThatThrownBy(() -> session.createSharedDurableConsumer(session.createTopic(uniqueName()), name, "i > 1"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, name, "i > 2"))
                .isInstanceOf(JMSException.class);
        first.close();
        session.unsubscribe(name);
    }

    @Test
    @Specification("8.3.4")
    void shouldReplaceAnInactiveSharedDurableSubscriptionOfAnotherSelector() throws JMSException {
        session.createSharedDurableConsumer(topic, name, "i = 1").close();
        sendNumbered(1, 2);
        MessageConsumer replaced = session.createSharedDurableConsumer(topic, name, "i = 2");
        assertNothing(replaced);
        sendNumbered(1, 2);

        assertThat(drain(replaced)).containsExactly("2");
        replaced.close();
        session.unsubscribe(name);
    }

    @Test
    @Specification("Session.unsubscribe")
    void shouldDeleteADurableSubscription() throws JMSException {
        identified.createDurableConsumer(topic, name).close();
        sendNumbered(1);
        identified.unsubscribe(name);
        MessageConsumer fresh = identified.createDurableConsumer(topic, name);

        assertNothing(fresh);
        fresh.close();
        identified.unsubscribe(name);
        assertThatThrownBy(() -> identified.unsubscribe(name)).isInstanceOf(JMSException.class);
    }

    @Test
    @Specification("8.3.3")
    void shouldRefuseToUnsubscribeWhileAConsumerIsActive() throws JMSException {
        MessageConsumer active = identified.createDurableConsumer(topic, name);

        assertThatThrownBy(() -> identified.unsubscribe(name)).isInstanceOf(JMSException.class);

        sendNumbered(1);
        assertThat(text(active)).isEqualTo("1");
        active.close();
        identified.unsubscribe(name);
    }

    @Test
    @Specification("Session.unsubscribe")
    void shouldRefuseToUnsubscribeWhileAMessageIsUnacknowledged() throws JMSException {
        Session client = startedConnection(clientId + "2").createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createDurableConsumer(topic, name);
        sendNumbered(1);
        Message unacknowledged = receive(consumer);
        consumer.close();

        assertThatThrownBy(() -> client.unsubscribe(name)).isInstanceOf(JMSException.class);
        unacknowledged.acknowledge();
        client.unsubscribe(name);
    }

    @Test
    @Specification("Session.unsubscribe")
    void shouldRefuseToUnsubscribeWhileAMessageIsInATransaction() throws JMSException {
        Session transacted = startedConnection(clientId + "2").createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createDurableConsumer(topic, name);
        sendNumbered(1);
        receive(consumer);
        consumer.close();

        assertThatThrownBy(() -> transacted.unsubscribe(name)).isInstanceOf(JMSException.class);
        transacted.commit();
        transacted.unsubscribe(name);
    }

    @Test
    @Specification("TopicSubscriber.getNoLocal")
    void shouldKnowWhetherASubscriberIsNoLocal() throws JMSException {
        TopicSubscriber noLocal = identified.createDurableSubscriber(topic, name, "i = 1", true);

        assertThat(noLocal.getNoLocal()).isTrue();
        assertThat(noLocal.getMessageSelector()).isEqualTo("i = 1");
        noLocal.close();
        identified.unsubscribe(name);
    }
}
