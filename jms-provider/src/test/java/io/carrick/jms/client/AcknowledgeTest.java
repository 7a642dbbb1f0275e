package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcknowledgeTest extends ClientFixture {
    private JmsConnection connection;
    private Session session;
    private MessageConsumer consumer;

    @BeforeEach
    void start() throws JMSException {
        connection = started();
    }

    private void consume(int mode) throws JMSException {
        session = connection.createSession(mode);
        consumer = session.createConsumer(session.createQueue(QUEUE));
    }

    @Test
    void shouldAcknowledgeAllOfTheSessionInClientMode() throws JMSException {
        put("a", "b", "c");
        consume(Session.CLIENT_ACKNOWLEDGE);
        Message first = consumer.receive();
        consumer.receive();
        assertThat(broker.receivers.get(0).settled).isEmpty();
        first.acknowledge();
        assertThat(broker.receivers.get(0).settled).containsExactly("ACCEPTED", "ACCEPTED");
        assertThat(say(consumer.receive())).isEqualTo("c");
    }

    @Test
    void shouldTellTheBrokerWhatTheAckTypeSays() throws JMSException {
        put("a", "b", "c");
        consume(101);
        consumer.receive().acknowledge();
        Message rejected = consumer.receive();
        rejected.setIntProperty("JMS_AMQP_ACK_TYPE", 2);
        rejected.acknowledge();
        Message released = consumer.receive();
        assertThatThrownBy(() -> released.setIntProperty("JMS_AMQP_ACK_TYPE", 6))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> released.setIntProperty("other", 3)).isInstanceOf(MessageNotWriteableException.class);
        released.setIntProperty("JMS_AMQP_ACK_TYPE", 3);
        assertThat(released.getIntProperty("JMS_AMQP_ACK_TYPE")).isEqualTo(3);
        released.acknowledge();
        assertThat(broker.receivers.get(0).settled).startsWith("ACCEPTED", "REJECTED", "RELEASED");
    }

    @Test
    void shouldAcknowledgeOneMessageInIndividualMode() throws JMSException {
        put("a", "b", "c");
        consume(101);
        Message first = consumer.receive();
        Message second = consumer.receive();
        Message third = consumer.receive();
        second.acknowledge();
        second.acknowledge();
        session.recover();
        assertThat(say(consumer.receive())).isEqualTo("a#2");
        assertThat(say(consumer.receive())).isEqualTo("c#2");
        assertThat(first).isNotSameAs(third);
        assertThat(broker.receivers.get(0).settled).startsWith("ACCEPTED", "FAILED", "FAILED");
    }

    @Test
    void shouldLeaveSettlingToTheBrokerInModeOfNoAcknowledgement() throws JMSException {
        put("a");
        consume(100);
        Message message = consumer.receive();
        message.acknowledge();
        session.recover();
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(broker.receivers.get(0).settled).isEmpty();
    }

    @Test
    void shouldDeliverAgainInOrderAfterRecover() throws JMSException {
        put("a", "b", "c", "d", "e", "f");
        consume(Session.CLIENT_ACKNOWLEDGE);
        for (String text : new String[] {"a", "b", "c", "d"}) {
            assertThat(say(consumer.receive())).isEqualTo(text);
        }
        session.recover();
        for (String text : new String[] {"a#2", "b#2", "c#2", "d#2", "e", "f"}) {
            assertThat(say(consumer.receiveNoWait())).isEqualTo(text);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldDeliverAgainInOrderAfterRollback() throws JMSException {
        put("a", "b", "c", "d", "e", "f");
        consume(Session.SESSION_TRANSACTED);
        for (int round = 1; round <= 3; round++) {
            String mark = round == 1 ? "" : "#" + round;
            for (String text : new String[] {"a", "b", "c"}) {
                assertThat(say(consumer.receive())).isEqualTo(text + mark);
            }
            session.rollback();
        }
        for (String text : new String[] {"a#4", "b#4", "c#4", "d", "e", "f"}) {
            assertThat(say(consumer.receive())).isEqualTo(text);
        }
        session.commit();
        assertThat(broker.queue(QUEUE)).isEmpty();
        assertThat(unsettled()).isZero();
    }

    @Test
    void shouldSettleAndSendWithinTheTransactionAtCommit() throws JMSException {
        put("a");
        consume(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("out"));
        producer.send(session.createTextMessage("reply"));
        consumer.receive();
        assertThat(broker.queue("out")).isEmpty();
        session.commit();
        assertThat(broker.queue("out")).hasSize(1);
        assertThat(broker.receivers.get(0).settled).containsExactly("ACCEPTED in transaction");
        assertThat(broker.calls).containsSubsequence("begin", "commit").doesNotContain("rollback");
    }

    @Test
    void shouldNotTroubleTheBrokerWithAnEmptyTransaction() throws JMSException {
        consume(Session.SESSION_TRANSACTED);
        session.commit();
        session.rollback();
        assertThat(broker.calls).doesNotContain("begin", "commit", "rollback");
    }

    @Test
    void shouldRollBackAtCommitIfASendOfTheTransactionFailed() throws JMSException {
        broker.answersSends = false;
        consume(Session.SESSION_TRANSACTED);
        session.createProducer(session.createQueue("out")).send(session.createTextMessage("x"));
        broker.unanswered.get(0).failed(new JMSException("too large"));
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("too large");
        assertThat(broker.calls).contains("rollback").doesNotContain("commit");
        session.commit();
    }

    @Test
    void shouldRollBackAtCommitIfAFailoverTookMessagesReceived() throws JMSException {
        put("a", "b");
        consume(Session.SESSION_TRANSACTED);
        assertThat(say(consumer.receive())).isEqualTo("a");
        broker.interrupt();
        broker.restore();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThat(say(consumer.receive())).isEqualTo("a");
        session.commit();
        assertThat(say(consumer.receive())).isEqualTo("b");
    }

    @Test
    void shouldAcknowledgeWithoutComplaintWhatAFailoverTook() throws JMSException {
        put("a", "b");
        consume(Session.CLIENT_ACKNOWLEDGE);
        Message message = consumer.receive();
        broker.interrupt();
        message.acknowledge();
        broker.restore();
        assertThat(say(consumer.receive())).isEqualTo("a");
        assertThat(say(consumer.receive())).isEqualTo("b");
    }

    @Test
    void shouldStillAcknowledgeAfterTheConsumerIsClosedAndThenCloseItsLink() throws JMSException {
        put("a", "b", "c", "d");
        consume(Session.CLIENT_ACKNOWLEDGE);
        consumer.receive();
        Message second = consumer.receive();
        FakeBroker.Receiver receiver = broker.receivers.get(0);
        consumer.close();
        assertThat(receiver.closed).isFalse();
        assertThat(broker.queue(QUEUE))
                .as("what was fetched ahead is given back")
                .hasSize(2);
        second.acknowledge();
        assertThat(receiver.closed).as("at once: an unsubscribe may follow").isTrue();
        assertThat(receiver.settled).endsWith("ACCEPTED", "ACCEPTED");
        assertThat(broker.queue(QUEUE)).hasSize(2);
    }

    @Test
    void shouldCommitAndRollBackWhatAClosedConsumerReceived() throws JMSException {
        put("a", "b");
        consume(Session.SESSION_TRANSACTED);
        consumer.receive();
        consumer.close();
        session.rollback();
        threads.runAll();
        assertThat(broker.receivers).isEmpty();
        consumer = session.createConsumer(session.createQueue(QUEUE));
        assertThat(say(consumer.receive())).isEqualTo("a#2");
        consumer.close();
        session.commit();
        assertThat(broker.receivers).isEmpty();
        assertThat(broker.calls).endsWith("commit", "close receiver");
        assertThat(broker.queue(QUEUE)).hasSize(1);
    }

    @Test
    void shouldTakeUpADurableSubscriptionAgainBeforeItsMessagesAreAcknowledged() throws JMSException {
        connection = connect(ClientSettings.builder().clientId("me").build());
        connection.start();
        session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Topic topic = session.createTopic(QUEUE);
        put("a", "b");
        consumer = session.createDurableConsumer(topic, "s");
        assertThat(say(consumer.receive())).isEqualTo("a");
        FakeBroker.Receiver first = broker.receivers.get(0);
        consumer.close();
        assertThat(first.closed).isFalse();
        consumer = session.createDurableConsumer(topic, "s");
        assertThat(first.closed).isTrue();
        assertThat(say(consumer.receive())).isEqualTo("a");
    }

    @Test
    void shouldCountTheAttemptsThatEndedWithTheSession() throws JMSException {
        put("a", "b");
        consume(Session.CLIENT_ACKNOWLEDGE);
        Message message = consumer.receive();
        session.close();
        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
        consume(Session.AUTO_ACKNOWLEDGE);
        assertThat(say(consumer.receive())).isEqualTo("a#2");
        assertThat(say(consumer.receive())).isEqualTo("b");
    }

    @Test
    void shouldRefuseTransactionsWhereThereAreNone() throws JMSException {
        consume(Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
        consume(Session.SESSION_TRANSACTED);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSession(99)).isInstanceOf(JMSException.class);
    }
}
