package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.MessageObserver;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendTest extends ClientFixture {
    private JmsConnection connection;
    private Session session;
    private Queue queue;
    private MessageProducer producer;

    @BeforeEach
    void start() throws JMSException {
        connection = started();
        session = connection.createSession();
        queue = session.createQueue(QUEUE);
        producer = session.createProducer(queue);
    }

    @Test
    void shouldSetTheHeadersOfTheMessage() throws JMSException {
        TextMessage message = session.createTextMessage("x");
        producer.setDeliveryDelay(5000);
        producer.send(message, DeliveryMode.NON_PERSISTENT, 7, 10_000);
        long now = timer.currentTimeMillis();
        assertThat(message.getJMSMessageID()).startsWith("ID:").endsWith(":1-1");
        assertThat(message.getJMSTimestamp()).isEqualTo(now);
        assertThat(message.getJMSExpiration()).isEqualTo(now + 10_000);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(now + 5000);
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(broker.sent.get(0).durable()).isFalse();
        producer.send(message);
        assertThat(message.getJMSMessageID()).endsWith(":1-2");
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(broker.sent.get(1).durable()).isTrue();
    }

    @Test
    void shouldOmitIdAndTimestampWhenTheyAreDisabled() throws JMSException {
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        Message message = session.createMessage();
        producer.send(message);
        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSTimestamp()).isZero();
    }

    @Test
    void shouldRefuseWhatIsInvalid() throws JMSException {
        Message message = session.createMessage();
        assertThatThrownBy(() -> producer.setPriority(10)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setDeliveryMode(3)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setTimeToLive(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(message, 2, -1, 0)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send((Message) null)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> producer.send(queue, message)).isInstanceOf(UnsupportedOperationException.class);
        MessageProducer any = session.createProducer(null);
        assertThatThrownBy(() -> any.send(message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> any.send(null, message)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> producer.send(message, (CompletionListener) null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(queue, "a ="))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("position 4");
        assertThat(broker.sent).isEmpty();
    }

    @Test
    void shouldTellACompletionListenerInTheOrderOfTheSendsWhateverTheOrderOfTheAnswers() throws JMSException {
        broker.answersSends = false;
        CompletionListener listener = new Heard();
        for (String text : new String[] {"a", "b", "c"}) {
            producer.send(session.createTextMessage(text), listener);
        }
        broker.unanswered.get(2).accepted();
        threads.runAll();
        assertThat(heard).isEmpty();
        broker.unanswered.get(0).accepted();
        threads.runAll();
        assertThat(heard).containsExactly("a");
        broker.unanswered.get(1).failed(new JMSException("full"));
        threads.runAll();
        assertThat(heard).containsExactly("a", "b failed: full", "c");
    }

    @Test
    void shouldRefuseToBeEndedFromACompletionListenerButNotToSend() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer sender = transacted.createProducer(queue);
        sender.send(transacted.createTextMessage("a"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                assertThatThrownBy(sender::close).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(transacted::close).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(transacted::commit).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(transacted::rollback).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(connection::close).isInstanceOf(IllegalStateException.class);
                RuntimeExceptions.run(() -> sender.send(transacted.createTextMessage("b")));
                heard.add("done");
            }

            @Override
            public void onException(Message message, Exception exception) {
                heard.add(exception.toString());
            }
        });
        threads.runAll();
        assertThat(heard).containsExactly("done");
        assertThat(broker.sent).hasSize(2);
    }

    @Test
    void shouldWaitForAsynchronousSendsWhenClosed() throws Exception {
        broker.answersSends = false;
        producer.send(session.createTextMessage("a"), new Heard());
        var closed = ReceiveTest.asynchronously(() -> {
            session.close();
            return true;
        });
        ReceiveTest.await(() -> ((JmsSession) session).isClosed());
        assertThat(closed).isNotDone();
        assertThat(broker.calls).doesNotContain("close session");
        broker.unanswered.get(0).accepted();
        threads.runAll();
        assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).containsExactly("a");
    }

    @Test
    void shouldWaitForTheBrokerToTakeAMessage() throws Exception {
        broker.answersSends = false;
        var sent = ReceiveTest.asynchronously(() -> {
            producer.send(session.createTextMessage("a"));
            return true;
        });
        ReceiveTest.await(() -> !broker.unanswered.isEmpty());
        assertThat(sent).isNotDone();
        broker.unanswered.get(0).failed(new ResourceAllocationException("full"));
        assertThatThrownBy(() -> sent.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ResourceAllocationException.class);
    }

    @Test
    void shouldTellTheExceptionListenerOfFailuresThatNobodyWaitsFor() throws JMSException {
        ClientSettings settings = ClientSettings.builder()
                .sending(new ClientSettings.Sending(false, true, false, false, true))
                .build();
        broker.answersSends = false;
        JmsConnection asynchronous = connect(settings);
        asynchronous.setExceptionListener(e -> heard.add(e.getMessage()));
        Session sending = asynchronous.createSession();
        sending.createProducer(queue).send(sending.createTextMessage("a"));
        broker.unanswered.get(0).failed(new JMSException("full"));
        threads.runAll();
        assertThat(heard).containsExactly("full");
        JmsMessageConsumer consumer = (JmsMessageConsumer) session.createConsumer(queue);
        assertThat(consumer.receiveNoWait().getStringProperty("JMSXUserID")).isEqualTo("ada");
    }

    @Test
    void shouldTellAnObserverOfEveryMessageAndSendWhatItAdds() throws JMSException {
        observer = new MessageObserver() {
            @Override
            public Outcome sending(Message message, Destination destination) {
                RuntimeExceptions.run(() -> message.setStringProperty("trace", "42"));
                return failure -> {
                    heard.add("sent to " + destination + ": " + failure);
                    throw new UnsupportedOperationException("an observer that fails");
                };
            }

            @Override
            public Outcome processing(Message message, Destination source) {
                heard.add("processing " + RuntimeExceptions.get(() -> message.getStringProperty("trace")));
                return failure -> heard.add("processed: " + failure);
            }
        };
        put("a");
        JmsConnection observed = started();
        Session observing = observed.createSession();
        observing.createConsumer(queue).setMessageListener(message -> heard.add("listener"));
        threads.runAll();
        assertThat(heard).containsExactly("sent to orders: null", "processing 42", "listener", "processed: null");
    }

    @Test
    void shouldConsumeFromItsOwnLivingTemporaryDestinationsOnly() throws JMSException {
        TemporaryQueue own = session.createTemporaryQueue();
        Session foreign = connect().createSession();
        assertThatThrownBy(() -> foreign.createConsumer(own)).isInstanceOf(InvalidDestinationException.class);
        foreign.createProducer(own).send(foreign.createMessage());
        var consumer = session.createConsumer(own);
        assertThatThrownBy(own::delete).isInstanceOf(IllegalStateException.class);
        consumer.close();
        own.delete();
        assertThat(broker.calls).contains("delete " + own.getQueueName());
        assertThatThrownBy(() -> session.createConsumer(own)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createProducer(own)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldTakeAClientIdOnlyBeforeTheConnectionIsUsed() throws JMSException {
        JmsConnection fresh = connect();
        assertThatThrownBy(() -> fresh.setClientID("")).isInstanceOf(InvalidClientIDException.class);
        fresh.setClientID("me");
        assertThat(broker.clientId).isEqualTo("me");
        assertThatThrownBy(() -> fresh.setClientID("you")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.setClientID("late")).isInstanceOf(IllegalStateException.class);
        JmsConnection configured =
                connect(ClientSettings.builder().clientId("set").build());
        assertThat(broker.clientId).isEqualTo("set");
        assertThatThrownBy(() -> configured.setClientID("x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldHoldToTheRulesOfNamedSubscriptions() throws JMSException {
        Topic topic = session.createTopic("news");
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "s")).isInstanceOf(IllegalStateException.class);
        JmsConnection known = connect();
        known.setClientID("me");
        Session subscriber = known.createSession();
        var durable = subscriber.createDurableConsumer(topic, "s");
        assertThatThrownBy(() -> subscriber.createDurableConsumer(topic, "s"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> subscriber.createSharedDurableConsumer(topic, "s"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> subscriber.unsubscribe("s")).isInstanceOf(IllegalStateException.class);
        durable.close();
        subscriber.unsubscribe("s");
        assertThat(broker.calls).contains("unsubscribe s");
        subscriber.createSharedConsumer(topic, "t");
        subscriber.createSharedConsumer(topic, "t");
    }

    @Test
    void shouldRefuseWhatIsOfTheOtherDomain() throws JMSException {
        var queues = connections(ClientSettings.DEFAULT)
                .createQueueConnection(Credentials.NONE)
                .createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(() -> queues.createTopic("t")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(queues::createTemporaryTopic).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queues.unsubscribe("s")).isInstanceOf(IllegalStateException.class);
        var topics = connections(ClientSettings.DEFAULT)
                .createTopicConnection(Credentials.NONE)
                .createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(() -> topics.createQueue("q")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> topics.createBrowser(queue)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseEverythingButCloseOnceClosed() throws JMSException {
        var consumer = session.createConsumer(queue);
        connection.close();
        connection.close();
        session.close();
        producer.close();
        consumer.close();
        assertThatThrownBy(() -> producer.send(null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::getMetaData).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTellOnceThatTheConnectionIsLostAndRefuseToWorkOn() throws JMSException {
        connection.setExceptionListener(e -> heard.add(e.getMessage()));
        broker.listener.failed(new JMSException("gone"));
        threads.runAll();
        assertThat(heard).containsExactly("gone");
        assertThatThrownBy(() -> session.createTextMessage("x")).hasMessageContaining("gone");
        connection.close();
    }

    @Test
    void shouldSayThatTheBrokerOffersNoDistributedTransactions() throws JMSException {
        var xa = connections(ClientSettings.DEFAULT).createXaConnection(Credentials.NONE);
        assertThatThrownBy(xa::createXASession).hasMessage("The broker offers no distributed transactions");
        assertThat(xa.createSession(true, 0).getTransacted()).isTrue();
    }

    private final class Heard implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            heard.add(text(message));
        }

        @Override
        public void onException(Message message, Exception exception) {
            heard.add(text(message) + " failed: " + exception.getMessage());
        }

        private String text(Message message) {
            return RuntimeExceptions.get(((TextMessage) message)::getText);
        }
    }
}
