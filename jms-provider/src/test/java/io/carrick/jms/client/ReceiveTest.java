package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.ConnectionObserver;
import io.carrick.jms.wire.Credentials;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ReceiveTest extends ClientFixture {

    @Test
    void shouldReceiveInOrderAndAcknowledge() throws JMSException {
        put("a", "b", "c");
        MessageConsumer consumer = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        assertThat(say(consumer.receive())).isEqualTo("a");
        assertThat(say(consumer.receive(10))).isEqualTo("b");
        assertThat(say(consumer.receiveNoWait())).isEqualTo("c");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(unsettled()).isZero();
        assertThat(broker.queue(QUEUE)).isEmpty();
    }

    @Test
    void shouldFetchNothingWhileNobodyReceives() throws JMSException {
        put("a");
        MessageConsumer consumer = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        assertThat(broker.queue(QUEUE)).hasSize(1);
        assertThat(broker.receivers.get(0).credit).isZero();
        assertThat(say(consumer.receive())).isEqualTo("a");
    }

    @Test
    void shouldLeaveNoCreditBehindWhenAReceiveEndsWithoutAMessage() throws JMSException {
        MessageConsumer consumer = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(broker.receivers.get(0).drainsAsked).isEqualTo(1);
        assertThat(broker.receivers.get(0).credit).isZero();
    }

    @Test
    void shouldGiveBackWhatABusyReceiverFetchedOnceItIsIdle() throws JMSException {
        put("a", "b", "c", "d", "e", "f", "g", "h");
        MessageConsumer consumer = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        for (int i = 0; i < 4; i++) {
            consumer.receive();
        }
        assertThat(unsettled()).as("fetched ahead").isGreaterThan(0);
        timer.advance(99);
        assertThat(unsettled()).as("not idle yet").isGreaterThan(0);
        timer.advance(1);
        timer.advance(1);
        assertThat(unsettled()).isZero();
        assertThat(broker.receivers.get(0).credit).isZero();
        assertThat(broker.queue(QUEUE)).hasSize(4);
        MessageConsumer other = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        assertThat(say(other.receive())).isEqualTo("e");
        assertThat(say(consumer.receive())).isEqualTo("f");
    }

    @Test
    void shouldNotTakeTheAnswerToAnEarlierQuestionForItsOwn() throws Exception {
        broker.answersDrains = false;
        MessageConsumer consumer = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        CompletableFuture<Message> received = asynchronously(consumer::receiveNoWait);
        FakeBroker.Receiver receiver = broker.receivers.get(0);
        await(() -> receiver.drainsAsked == 1);
        assertThat(received).isNotDone();
        receiver.answerDrain();
        assertThat(received.get(10, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void shouldCloseTheConsumerIfTheBrokerIgnoresADrain() throws JMSException {
        broker.answersDrains = false;
        ClientSettings settings = ClientSettings.builder()
                .timeouts(new ClientSettings.Timeouts(-1, 1000, 1, 100))
                .build();
        JmsConnections real = new JmsConnections(
                broker, settings, new ConnectionObserver() {}, observer, SystemTimer.SHARED, threads);
        JmsConnection connection = (JmsConnection) real.createConnection(Credentials.NONE);
        connection.start();
        MessageConsumer consumer = consumer(connection, Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(consumer::receiveNoWait).hasMessageContaining("has not said within 1 ms");
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReceiveNothingBeforeTheConnectionIsStarted() throws JMSException {
        put("a");
        JmsConnection connection = connect();
        MessageConsumer consumer = consumer(connection, Session.AUTO_ACKNOWLEDGE);
        assertThat(consumer.receiveNoWait()).isNull();
        connection.start();
        assertThat(say(consumer.receiveNoWait())).isEqualTo("a");
    }

    @Test
    void shouldKeepMessagesBackWhileTheConnectionIsStoppedAndGiveThemToOthers() throws JMSException {
        put("a", "b", "c", "d", "e");
        JmsConnection connection = started();
        MessageConsumer consumer = consumer(connection, Session.AUTO_ACKNOWLEDGE);
        consumer.receive();
        consumer.receive();
        consumer.receive();
        connection.stop();
        assertThat(consumer.receiveNoWait()).isNull();
        timer.advance(101);
        assertThat(unsettled()).isZero();
        connection.start();
        assertThat(say(consumer.receiveNoWait())).isEqualTo("d");
    }

    @Test
    void shouldReturnNullFromAReceiveWhoseConsumerIsClosed() throws Exception {
        MessageConsumer consumer = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        CompletableFuture<Message> received = asynchronously(consumer::receive);
        await(() -> broker.receivers.get(0).credit == 1);
        consumer.close();
        assertThat(received.get(10, TimeUnit.SECONDS)).isNull();
        assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReturnNullFromAReceiveWhoseConnectionIsClosed() throws Exception {
        JmsConnection connection = started();
        MessageConsumer consumer = consumer(connection, Session.AUTO_ACKNOWLEDGE);
        CompletableFuture<Message> received = asynchronously(consumer::receive);
        await(() -> broker.receivers.get(0).credit == 1);
        connection.close();
        assertThat(received.get(10, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void shouldTellTheReceiverWhyTheBrokerClosedItsLink() throws JMSException {
        MessageConsumer consumer = consumer(started(), Session.AUTO_ACKNOWLEDGE);
        broker.receivers.get(0).remoteClose(new JMSException("the queue was deleted"));
        assertThatThrownBy(consumer::receive)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the queue was deleted");
    }

    @Test
    void shouldNotDeliverWhatExpiredInTheClient() throws JMSException {
        JmsConnection connection = started();
        Session session = connection.createSession();
        var producer = session.createProducer(session.createQueue(QUEUE));
        producer.setTimeToLive(50);
        producer.send(session.createTextMessage("late"));
        producer.setTimeToLive(0);
        producer.send(session.createTextMessage("fine"));
        timer.advance(60);
        MessageConsumer consumer = consumer(connection, Session.AUTO_ACKNOWLEDGE);
        assertThat(say(consumer.receiveNoWait())).isEqualTo("fine");
        assertThat(broker.receivers.get(0).settled).containsExactly("FAILED_HERE", "ACCEPTED");
    }

    @Test
    void shouldSettleMessagesDeliveredTooOftenAsConfigured() throws JMSException {
        put("poison", "fine");
        JmsConnection connection = connect(ClientSettings.builder()
                .redelivery(new ClientSettings.Redelivery(2, Settlement.REJECTED))
                .build());
        connection.start();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
        assertThat(say(consumer.receive())).isEqualTo("poison");
        session.rollback();
        assertThat(say(consumer.receive())).isEqualTo("poison#2");
        session.rollback();
        assertThat(say(consumer.receive())).isEqualTo("fine");
        assertThat(broker.receivers.get(0).settled).contains("REJECTED");
    }

    @Test
    void shouldLookAtAllMessagesOfAQueueAndTakeNone() throws JMSException {
        put("a", "b", "c");
        Session session = connect().createSession();
        try (var browser = session.createBrowser(session.createQueue(QUEUE))) {
            for (int round = 0; round < 2; round++) {
                var messages = browser.getEnumeration();
                for (String text : new String[] {"a", "b", "c"}) {
                    assertThat(messages.hasMoreElements()).isTrue();
                    assertThat(say((Message) messages.nextElement())).isEqualTo(text);
                }
                assertThat(messages.hasMoreElements()).isFalse();
            }
        }
        assertThat(broker.queue(QUEUE)).hasSize(3);
        assertThat(broker.receivers).isEmpty();
    }

    @Test
    void shouldKeepAMessageWhoseBodyCannotBeReceivedAsAsked() throws JMSException {
        put("a", "b");
        var context = connections(ClientSettings.DEFAULT).createContext(Credentials.NONE, Session.AUTO_ACKNOWLEDGE);
        var consumer = context.createConsumer(context.createQueue(QUEUE));
        assertThatThrownBy(() -> consumer.receiveBodyNoWait(Map.class))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(consumer.receiveBodyNoWait(String.class)).isEqualTo("a");
        assertThat(consumer.receiveBody(String.class, 10)).isEqualTo("b");
        context.close();
        assertThat(broker.calls).contains("close connection");
    }

    @Test
    void shouldNotReceiveMessagesWithoutBodyAsBodies() throws JMSException {
        put((String) null);
        var consumer = new JmsContextConsumer((JmsMessageConsumer) consumer(started(), Session.AUTO_ACKNOWLEDGE));
        assertThatThrownBy(() -> consumer.receiveBody(String.class, 10))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(consumer.receiveNoWait().isBodyAssignableTo(String.class)).isTrue();
    }

    static MessageConsumer consumer(JmsConnection connection, int mode) throws JMSException {
        Session session = connection.createSession(mode);
        return session.createConsumer(session.createQueue(QUEUE));
    }

    static <T> CompletableFuture<T> asynchronously(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
