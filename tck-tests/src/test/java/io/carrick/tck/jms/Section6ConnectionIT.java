package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Connections. */
@Specification("6.1")
class Section6ConnectionIT extends JmsSpecification {

    @Test
    @Specification("6.1.2")
    void shouldGiveBackTheClientIdentifier() throws JMSException {
        String clientId = uniqueName();
        Connection identified = stoppedConnection();
        identified.setClientID(clientId);

        assertThat(identified.getClientID()).isEqualTo(clientId);
    }

    @Test
    @Specification("6.1.2")
    void shouldSetTheClientIdentifierOnlyBeforeAnyOtherAction() throws JMSException {
        Connection used = stoppedConnection();
        used.createSession();
        Connection started = startedConnection();
        Connection identified = startedConnection(uniqueName());

        for (Connection late : List.of(used, started, identified)) {
            assertThatThrownBy(() -> late.setClientID(uniqueName())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Specification("6.1.2")
    void shouldRefuseAClientIdentifierThatIsInUse() throws JMSException {
        String clientId = uniqueName();
        Connection first = startedConnection(clientId);
        Connection second = stoppedConnection();

        assertThatThrownBy(() -> {
                    second.setClientID(clientId);
                    second.start();
                })
                .isInstanceOf(InvalidClientIDException.class);

        first.createSession().createProducer(queue).send(first.createSession().createTextMessage("undisturbed"));
        assertThat(receive(queue).getBody(String.class)).isEqualTo("undisturbed");
    }

    @Test
    @Specification("6.1.2")
    void shouldAllowAClientIdentifierAgainAfterClose() throws JMSException {
        String clientId = uniqueName();
        startedConnection(clientId).close();

        assertThatCode(() -> startedConnection(clientId)).doesNotThrowAnyException();
    }

    @Test
    @Specification("Connection.setClientID")
    void shouldRefuseAClientIdentifierThatIsNullOrEmpty() throws JMSException {
        Connection unidentified = stoppedConnection();

        assertThatThrownBy(() -> unidentified.setClientID(null)).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> unidentified.setClientID("")).isInstanceOf(InvalidClientIDException.class);
    }

    @Test
    @Specification("6.1.4")
    void shouldDeliverNothingBeforeItIsStarted() throws Exception {
        Connection stopped = stoppedConnection();
        MessageConsumer consumer = stopped.createSession().createConsumer(queue);
        send(queue, "waits");
        assertNothing(consumer);
        assertThat(consumer.receiveNoWait()).isNull();

        stopped.start();

        assertThat(text(consumer)).isEqualTo("waits");
    }

    @Test
    @Specification("6.1.4")
    void shouldCallNoListenerBeforeItIsStarted() throws Exception {
        Connection stopped = stoppedConnection();
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        stopped.createSession().createConsumer(queue).setMessageListener(heard::add);
        send(queue, "waits");
        assertThat(heard.poll(ABSENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();

        stopped.start();

        assertThat(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();
    }

    @Test
    @Specification("6.1.4")
    void shouldSendWhileItIsStopped() throws JMSException {
        Connection stopped = stoppedConnection();
        Session sending = stopped.createSession();

        sending.createProducer(queue).send(sending.createTextMessage("sent"));

        assertThat(receive(queue).getBody(String.class)).isEqualTo("sent");
    }

    @Test
    @Specification("6.1.5")
    void shouldPauseDeliveryUntilItIsStartedAgain() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        send(queue, "1", "2");
        assertThat(text(consumer)).isEqualTo("1");
        connection.stop();
        assertNothing(consumer);
        assertThat(consumer.receiveNoWait()).isNull();
        send(queue, "3");

        connection.start();

        assertThat(texts(consumer, 2)).containsExactly("2", "3");
    }

    @Test
    @Specification("6.1.5")
    void shouldIgnoreStopWhenStoppedAndStartWhenStarted() throws JMSException {
        connection.start();
        connection.stop();
        connection.stop();
        connection.start();
        connection.start();
        send(queue, "delivered");

        assertThat(receive(queue).getBody(String.class)).isEqualTo("delivered");
    }

    @Test
    @Specification("6.1.5")
    void shouldLetReceiveTimeOutWhileItIsStopped() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        connection.stop();
        send(queue, "waits");

        Message none = Background.call(() -> consumer.receive(200)).result();

        assertThat(none).isNull();
    }

    @Test
    @Specification("6.1.5")
    void shouldBlockReceiveWhileItIsStopped() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        connection.stop();
        send(queue, "waits");
        Background<Message> receiving =
                Background.call(() -> consumer.receive()).awaitBlocked();
        receiving.assertBlocked();

        connection.start();

        assertThat(receiving.result().getBody(String.class)).isEqualTo("waits");
    }

    @Test
    @Specification("6.1.5")
    void shouldNotStopBeforeTheRunningListenersHaveReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        Session listening = connection.createSession();
        MessageProducer replies = listening.createProducer(session.createQueue(uniqueName()));
        listening.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            outcome.add(useServices(leave, listening, replies));
        });
        startSending("heard");
        assertThat(entered.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

        Background<Void> stopping = Background.run(connection::stop);
        stopping.assertBlocked();
        leave.countDown();
        stopping.result();

        assertThat(outcome.poll()).isEqualTo("sent");
    }

    private static String useServices(CountDownLatch leave, Session listening, MessageProducer replies) {
        try {
            leave.await();
            replies.send(listening.createTextMessage("reply"));
            return "sent";
        } catch (JMSException | InterruptedException e) {
            return e.toString();
        }
    }

    private void startSending(String... texts) throws JMSException {
        Session sending = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);
        for (String text : texts) {
            sending.createProducer(queue).send(sending.createTextMessage(text));
        }
    }

    @Test
    @Specification("6.1.5")
    void shouldStopOrThrowWhenStoppedByItsListener() throws Exception {
        BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        Session listening = connection.createSession();
        listening.createConsumer(queue).setMessageListener(message -> {
            Throwable thrown = catchThrowable(connection::stop);
            outcome.add(thrown == null ? "stopped" : thrown);
        });
        startSending("1", "2");

        assertStoppedOrIllegal(outcome.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), "stopped");
    }

    private static void assertStoppedOrIllegal(Object outcome, String success) {
        assertThat(outcome).isNotNull();
        if (!success.equals(outcome)) {
            assertThat(outcome).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Specification("6.1.6")
    void shouldDescribeTheProvider() throws JMSException {
        ConnectionMetaData description = connection.getMetaData();

        assertThat(description.getJMSMajorVersion()).isEqualTo(3);
        assertThat(description.getJMSMinorVersion()).isEqualTo(1);
        assertThat(description.getJMSVersion()).isEqualTo("3.1");
        assertThat(description.getJMSProviderName()).isNotBlank();
        assertThat(description.getProviderVersion()).isNotBlank();
        assertThat(description.getProviderMajorVersion()).isNotNegative();
        assertThat(description.getProviderMinorVersion()).isNotNegative();
    }

    @Test
    @Specification("6.1.7")
    void shouldGiveBackTheExceptionListener() throws JMSException {
        assertThat(connection.getExceptionListener()).isNull();
        ExceptionListener listener = problem -> {};
        connection.setExceptionListener(listener);

        assertThat(connection.getExceptionListener()).isSameAs(listener);
        connection.setExceptionListener(null);
        assertThat(connection.getExceptionListener()).isNull();
    }

    @Test
    @Specification("6.1.7")
    void shouldNotTellTheExceptionListenerWhatACallThrows() throws Exception {
        BlockingQueue<JMSException> problems = new LinkedBlockingQueue<>();
        connection.setExceptionListener(problems::add);

        assertThatThrownBy(() -> session.createConsumer(queue, "no selector at all"))
                .isInstanceOf(JMSException.class);

        assertThat(problems.poll(ABSENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    @Specification("6.1.8")
    void shouldEndPendingReceivesOnClose() throws Exception {
        MessageConsumer first = session.createConsumer(queue);
        MessageConsumer second = connection.createSession().createConsumer(queue);
        Background<Message> receiving = Background.call(() -> first.receive()).awaitBlocked();
        Background<Message> timed =
                Background.call(() -> second.receive(60_000)).awaitBlocked();

        connection.close();

        assertThat(receiving.result()).isNull();
        assertThat(timed.result()).isNull();
    }

    @Test
    @Specification("6.1.8")
    void shouldNotCloseBeforeTheRunningListenersHaveReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        Connection listeningConnection = startedConnection();
        Session listening = listeningConnection.createSession();
        MessageProducer replies = listening.createProducer(session.createQueue(uniqueName()));
        listening.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            outcome.add(useServices(leave, listening, replies));
        });
        send(queue, "heard");
        assertThat(entered.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

        Background<Void> closing = Background.run(listeningConnection::close);
        closing.assertBlocked();
        leave.countDown();
        closing.result();

        assertThat(outcome.poll()).isEqualTo("sent");
        MessageConsumer afterwards = session.createConsumer(queue);
        assertNothing(afterwards);
    }

    @Test
    @Specification("6.1.8")
    void shouldCloseOrThrowWhenClosedByItsListener() throws Exception {
        BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        Connection listeningConnection = startedConnection();
        listeningConnection.createSession().createConsumer(queue).setMessageListener(message -> {
            Throwable thrown = catchThrowable(listeningConnection::close);
            outcome.add(thrown == null ? "closed" : thrown);
        });
        send(queue, "heard");

        assertStoppedOrIllegal(outcome.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), "closed");
    }

    @Test
    @Specification("6.1.8")
    void shouldIgnoreCloseWhenClosed() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        connection.close();

        connection.close();
        session.close();
        consumer.close();
        producer.close();
        browser.close();
    }

    @Test
    @Specification("6.1.8")
    void shouldRefuseEveryUseAfterClose() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        TextMessage message = session.createTextMessage("late");
        Connection closed = connection;
        closed.close();

        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("Connection.createSession()", closed::createSession);
        calls.put("Connection.createSession(mode)", () -> closed.createSession(Session.CLIENT_ACKNOWLEDGE));
        calls.put("Connection.createSession(transacted, mode)", () -> closed.createSession(true, 0));
        calls.put("Connection.start", closed::start);
        calls.put("Connection.stop", closed::stop);
        calls.put("Connection.getClientID", closed::getClientID);
        calls.put("Connection.setClientID", () -> closed.setClientID("late"));
        calls.put("Connection.getMetaData", closed::getMetaData);
        calls.put("Connection.getExceptionListener", closed::getExceptionListener);
        calls.put("Connection.setExceptionListener", () -> closed.setExceptionListener(null));
        calls.putAll(ClosedObjects.callsOf(session, queue, topic));
        calls.putAll(ClosedObjects.callsOf(consumer));
        calls.putAll(ClosedObjects.callsOf(producer, queue, message));
        calls.put("QueueBrowser.getEnumeration", browser::getEnumeration);

        SoftAssertions all = new SoftAssertions();
        calls.forEach((name, call) -> all.assertThatThrownBy(call).as(name).isInstanceOf(IllegalStateException.class));
        all.assertAll();
    }

    @Test
    @Specification("6.1.8")
    void shouldLeaveMessagesUsableAfterClose() throws JMSException {
        TextMessage message = session.createTextMessage("text");
        TextMessage received = roundTrip(TextMessage.class, message);
        connection.close();

        message.setText("changed");
        assertThat(message.getText()).isEqualTo("changed");
        assertThat(received.getText()).isEqualTo("text");
        assertThat(received.getJMSMessageID()).isNotNull();
    }

    @Test
    @Specification("6.1.8")
    void shouldNotAcknowledgeByClosing() throws JMSException {
        Connection other = startedConnection();
        MessageConsumer consumer =
                other.createSession(Session.CLIENT_ACKNOWLEDGE).createConsumer(queue);
        send(queue, "unacknowledged");
        Message message = receive(consumer);
        other.close();

        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
        Message again = receive(queue);
        assertThat(again.getBody(String.class)).isEqualTo("unacknowledged");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    @Specification("6.1.8")
    void shouldRollBackByClosing() throws JMSException {
        send(queue, "consumed");
        Connection other = startedConnection();
        Session transacted = other.createSession(Session.SESSION_TRANSACTED);
        assertThat(text(transacted.createConsumer(queue))).isEqualTo("consumed");
        transacted.createProducer(queue).send(transacted.createTextMessage("never"));
        other.close();

        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("consumed");
        assertNothing(consumer);
    }

    @Test
    @Specification("6.1")
    void shouldSupportConcurrentUse() throws Exception {
        AtomicReference<Connection> shared = new AtomicReference<>(connection);
        List<Background<String>> users = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String text = "user " + i;
            users.add(Background.call(() -> {
                Session own = shared.get().createSession();
                jakarta.jms.Queue ownQueue = own.createTemporaryQueue();
                own.createProducer(ownQueue).send(own.createTextMessage(text));
                return text(own.createConsumer(ownQueue));
            }));
        }

        for (int i = 0; i < 4; i++) {
            assertThat(users.get(i).result()).isEqualTo("user " + i);
        }
    }
}
