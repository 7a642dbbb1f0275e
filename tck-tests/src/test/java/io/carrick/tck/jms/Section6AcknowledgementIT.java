package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message acknowledgement, recovery and local transactions. */
@Specification("6.2.10")
class Section6AcknowledgementIT extends JmsSpecification {

    private void assertQueueIsEmpty() throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            assertNothing(consumer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    @Specification("6.2.10")
    void shouldAcknowledgeWhatReceiveReturned(int mode) throws JMSException {
        send(queue, "1", "2");
        Connection other = startedConnection();
        assertThat(texts(other.createSession(mode).createConsumer(queue), 2)).containsExactly("1", "2");
        other.close();

        assertQueueIsEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    @Specification("6.2.10")
    void shouldAcknowledgeWhatAListenerTook(int mode) throws Exception {
        send(queue, "1", "2");
        Connection other = startedConnection();
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        other.createSession(mode).createConsumer(queue).setMessageListener(heard::add);
        assertThat(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();
        assertThat(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();
        other.close();

        assertQueueIsEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    @Specification("3.6")
    void shouldIgnoreAcknowledgeInAutomaticModes(int mode) throws JMSException {
        send(queue, "1", "2");
        MessageConsumer consumer = connection.createSession(mode).createConsumer(queue);
        receive(consumer).acknowledge();
        receive(consumer).acknowledge();

        assertNothing(consumer);
    }

    @Test
    @Specification("3.6")
    void shouldIgnoreAcknowledgeInATransactedSession() throws JMSException {
        send(queue, "1");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        receive(consumer).acknowledge();
        transacted.rollback();

        assertThat(receive(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    @Specification("6.2.10")
    void shouldAcknowledgeEverythingThatTheSessionDelivered() throws JMSException {
        Queue second = session.createQueue(uniqueName());
        send(queue, "1", "2", "3");
        send(second, "other");
        Connection other = startedConnection();
        Session client = other.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        MessageConsumer secondConsumer = client.createConsumer(second);
        Message first = receive(consumer);
        receive(consumer);
        receive(secondConsumer);
        first.acknowledge();
        other.close();

        MessageConsumer rest = session.createConsumer(queue);
        assertThat(text(rest)).isEqualTo("3");
        assertNothing(rest);
        assertNothing(session.createConsumer(second));
    }

    @Test
    @Specification("6.2.10")
    void shouldAcknowledgeTheSameMessageAgainWithoutEffect() throws JMSException {
        send(queue, "1", "2");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        Message first = receive(consumer);
        first.acknowledge();
        first.acknowledge();
        receive(consumer);
        client.recover();

        assertThat(text(consumer)).isEqualTo("2");
    }

    @Test
    @Specification("6.2.10")
    void shouldRecoverFromTheFirstUnacknowledgedMessage() throws JMSException {
        send(queue, "1", "2", "3", "4");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        receive(consumer).acknowledge();
        assertThat(texts(consumer, 2)).containsExactly("2", "3");
        client.recover();

        for (String expected : new String[] {"2", "3", "4"}) {
            Message message = receive(consumer);
            assertThat(message.getBody(String.class)).isEqualTo(expected);
            assertThat(message.getJMSRedelivered()).isEqualTo(!expected.equals("4"));
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(expected.equals("4") ? 1 : 2);
        }
    }

    @Test
    @Specification("6.2.10")
    void shouldRecoverWhatAListenerDidNotAcknowledge() throws Exception {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        client.createConsumer(queue).setMessageListener(message -> {
            try {
                if (message.getJMSRedelivered()) {
                    message.acknowledge();
                } else {
                    client.recover();
                }
                heard.add(message.getBody(String.class) + " " + message.getIntProperty("JMSXDeliveryCount"));
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        send(queue, "1");

        assertThat(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("1 1");
        assertThat(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("1 2");
        client.close();
        assertQueueIsEmpty();
    }

    @Test
    @Specification("6.2.10")
    void shouldDeliverAMessageOfHigherPriorityFirstAfterRecovery() throws JMSException {
        send(queue, "normal");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("normal");
        client.recover();

        assertThat(receive(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    @Specification("8.8")
    void shouldAcknowledgeAfterTheConsumerWasClosed() throws JMSException {
        send(queue, "1");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        Message message = receive(consumer);
        consumer.close();
        message.acknowledge();
        client.close();

        assertQueueIsEmpty();
    }

    @Test
    @Specification("8.8")
    void shouldRecoverAfterTheConsumerWasClosed() throws JMSException {
        send(queue, "1");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        try (MessageConsumer consumer = client.createConsumer(queue)) {
            receive(consumer);
        }
        client.recover();

        assertThat(receive(client.createConsumer(queue)).getJMSRedelivered()).isTrue();
    }

    @Test
    @Specification("8.8")
    void shouldCommitAfterTheConsumerWasClosed() throws JMSException {
        send(queue, "1");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        try (MessageConsumer consumer = transacted.createConsumer(queue)) {
            receive(consumer);
        }
        transacted.commit();
        transacted.close();

        assertQueueIsEmpty();
    }

    @Test
    @Specification("8.8")
    void shouldRollBackAfterTheConsumerWasClosed() throws JMSException {
        send(queue, "1");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        try (MessageConsumer consumer = transacted.createConsumer(queue)) {
            receive(consumer);
        }
        transacted.rollback();

        assertThat(receive(queue).getJMSRedelivered()).isTrue();
    }

    @Test
    @Specification("6.2.15")
    void shouldRefuseToAcknowledgeAfterTheSessionWasClosed() throws JMSException {
        send(queue, "1");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Message message = receive(client.createConsumer(queue));
        client.close();

        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
        assertThat(receive(queue).getJMSRedelivered()).isTrue();
    }

    @Test
    @Specification("6.2.7")
    void shouldSendOnCommitOnly() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = transacted.createProducer(queue);
        producer.send(transacted.createTextMessage("1"));
        producer.send(transacted.createTextMessage("2"));
        assertNothing(consumer);

        transacted.commit();

        assertThat(texts(consumer, 2)).containsExactly("1", "2");
    }

    @Test
    @Specification("6.2.7")
    void shouldDestroyProducedMessagesOnRollback() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        producer.send(transacted.createTextMessage("never"));
        transacted.rollback();
        producer.send(transacted.createTextMessage("next transaction"));
        transacted.commit();

        assertThat(receive(queue).getBody(String.class)).isEqualTo("next transaction");
        assertQueueIsEmpty();
    }

    @Test
    @Specification("6.2.7")
    void shouldConsumeOnCommit() throws JMSException {
        send(queue, "1", "2");
        Connection other = startedConnection();
        Session transacted = other.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("1");
        transacted.commit();
        assertThat(text(consumer)).isEqualTo("2");
        other.close();

        assertThat(receive(queue).getBody(String.class)).isEqualTo("2");
        assertQueueIsEmpty();
    }

    @Test
    @Specification("6.2.7")
    void shouldRecoverConsumedMessagesInOrderOnRollback() throws JMSException {
        send(queue, "1", "2", "3");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        assertThat(texts(consumer, 2)).containsExactly("1", "2");
        transacted.rollback();

        assertThat(texts(consumer, 3)).containsExactly("1", "2", "3");
        transacted.commit();
        transacted.close();
        assertQueueIsEmpty();
    }

    @Test
    @Specification("6.2.7")
    void shouldCommitConsumedAndProducedMessagesTogether() throws JMSException {
        Queue out = session.createQueue(uniqueName());
        send(queue, "in");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        MessageProducer producer = transacted.createProducer(out);
        receive(consumer);
        producer.send(transacted.createTextMessage("out"));
        transacted.rollback();
        try (MessageConsumer outConsumer = session.createConsumer(out)) {
            assertNothing(outConsumer);
        }
        receive(consumer);
        producer.send(transacted.createTextMessage("out"));
        transacted.commit();

        assertThat(receive(out).getBody(String.class)).isEqualTo("out");
        transacted.close();
        assertQueueIsEmpty();
    }

    @Test
    @Specification("6.2.7")
    void shouldCommitAndRollBackNothing() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        transacted.commit();
        transacted.rollback();
        transacted.commit();
        transacted.createProducer(queue).send(transacted.createTextMessage("1"));
        transacted.commit();

        assertThat(receive(queue).getBody(String.class)).isEqualTo("1");
    }

    @Test
    @Specification("6.2.7")
    void shouldCommitPublishedMessagesToSubscriptions() throws JMSException {
        MessageConsumer subscriber = session.createConsumer(topic);
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        transacted.createProducer(topic).send(transacted.createTextMessage("news"));
        assertNothing(subscriber);
        transacted.commit();

        assertThat(text(subscriber)).isEqualTo("news");
    }

    @Test
    @Specification("6.2.7")
    void shouldCommitOfAListener() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Queue out = session.createQueue(uniqueName());
        MessageProducer producer = transacted.createProducer(out);
        transacted.createConsumer(queue).setMessageListener(message -> {
            try {
                producer.send(transacted.createTextMessage("re: " + message.getBody(String.class)));
                if (message.getJMSRedelivered()) {
                    transacted.commit();
                } else {
                    transacted.rollback();
                }
            } catch (JMSException e) {
                throw new java.lang.IllegalStateException(e);
            }
        });
        send(queue, "1");

        MessageConsumer results = session.createConsumer(out);
        assertThat(text(results)).isEqualTo("re: 1");
        assertNothing(results);
    }

    @Test
    @Specification("6.2.9.2")
    void shouldKeepTheOrderOfSendsInATransaction() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        for (int i = 0; i < 100; i++) {
            producer.send(transacted.createTextMessage("" + i));
        }
        transacted.commit();

        assertThat(texts(session.createConsumer(queue), 100))
                .isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }

    @Test
    @Specification("6.2.15")
    void shouldRollBackWhenTheSessionIsClosed() throws JMSException {
        send(queue, "consumed");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        receive(transacted.createConsumer(queue));
        transacted.createProducer(queue).send(transacted.createTextMessage("never"));
        transacted.close();

        assertThat(receive(queue).getBody(String.class)).isEqualTo("consumed");
        assertQueueIsEmpty();
    }

    @Test
    @Specification("7.8")
    void shouldExpireFromTheTimeOfTheSendNotOfTheCommit() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        producer.setTimeToLive(60_000);
        Message message = transacted.createTextMessage("1");
        long before = System.currentTimeMillis();
        producer.send(message);
        long after = System.currentTimeMillis();
        transacted.commit();

        assertThat(message.getJMSExpiration()).isBetween(before + 60_000, after + 60_000);
        assertThat(receive(queue).getJMSExpiration()).isEqualTo(message.getJMSExpiration());
    }

    @Test
    @Specification("6.2.11")
    void shouldNeverDeliverAnAcknowledgedMessageAgain() throws JMSException {
        send(queue, "1", "2", "3");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        receive(consumer);
        receive(consumer).acknowledge();
        client.recover();

        assertThat(text(consumer)).isEqualTo("3");
        assertNothing(consumer);
    }
}
