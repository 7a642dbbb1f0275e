package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, except for transactions and acknowledgement. */
@Specification("6.2")
class Section6SessionIT extends JmsSpecification {

    @Test
    @Specification("Connection.createSession")
    void shouldHaveTheModeItWasCreatedWith() throws JMSException {
        assertThat(connection.createSession().getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
        assertThat(connection.createSession().getTransacted()).isFalse();
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            assertThat(connection.createSession(mode).getAcknowledgeMode()).isEqualTo(mode);
            assertThat(connection.createSession(false, mode).getAcknowledgeMode())
                    .isEqualTo(mode);
            assertThat(connection.createSession(false, mode).getTransacted()).isFalse();
            assertThat(connection.createSession(true, mode).getTransacted()).isTrue();
            assertThat(connection.createSession(true, mode).getAcknowledgeMode())
                    .isEqualTo(Session.SESSION_TRANSACTED);
        }
        assertThat(connection.createSession(Session.SESSION_TRANSACTED).getTransacted())
                .isTrue();
        assertThat(connection.createSession(true, Session.SESSION_TRANSACTED).getTransacted())
                .isTrue();
    }

    @Test
    @Specification("Connection.createSession")
    void shouldRefuseAModeThatDoesNotExist() {
        assertThatThrownBy(() -> connection.createSession(-77)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createSession(false, -77)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createSession(false, Session.SESSION_TRANSACTED))
                .isInstanceOf(JMSException.class);
    }

    @Test
    @Specification("6.2.1")
    void shouldServeSeveralProducersAndConsumers() throws JMSException {
        Destination other = session.createQueue(uniqueName());
        MessageConsumer first = session.createConsumer(queue);
        MessageConsumer second = session.createConsumer(other);
        send(other, "other");
        send(queue, "this");

        assertThat(text(first)).isEqualTo("this");
        assertThat(text(second)).isEqualTo("other");
    }

    @Test
    @Specification("6.2.2")
    void shouldGiveEveryTemporaryDestinationANameOfItsOwn() throws JMSException {
        Set<String> names = Set.of(
                session.createTemporaryQueue().getQueueName(),
                session.createTemporaryQueue().getQueueName(),
                session.createTemporaryTopic().getTopicName(),
                session.createTemporaryTopic().getTopicName());

        assertThat(names).hasSize(4);
    }

    @Test
    @Specification("6.2.2")
    void shouldConsumeATemporaryDestinationInEverySessionOfItsConnection() throws JMSException {
        TemporaryQueue temporaryQueue = session.createTemporaryQueue();
        TemporaryTopic temporaryTopic = session.createTemporaryTopic();
        session.close();
        Session other = connection.createSession();
        MessageConsumer queueConsumer = other.createConsumer(temporaryQueue);
        MessageConsumer topicConsumer = other.createConsumer(temporaryTopic);
        Session sending = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);
        sending.createProducer(temporaryQueue).send(sending.createTextMessage("queued"));
        sending.createProducer(temporaryTopic).send(sending.createTextMessage("published"));

        assertThat(text(queueConsumer)).isEqualTo("queued");
        assertThat(text(topicConsumer)).isEqualTo("published");
    }

    @Test
    @Specification("6.2.2")
    void shouldNotConsumeATemporaryDestinationOfAnotherConnection() throws JMSException {
        TemporaryQueue temporaryQueue = session.createTemporaryQueue();
        TemporaryTopic temporaryTopic = session.createTemporaryTopic();
        Session foreign = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);

        assertThatThrownBy(() -> foreign.createConsumer(temporaryQueue)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> foreign.createConsumer(temporaryTopic)).isInstanceOf(JMSException.class);
    }

    @Test
    @Specification("6.2.2")
    void shouldDeleteTemporaryDestinationsWithTheirConnection() throws JMSException {
        Connection other = startedConnection();
        TemporaryQueue temporary = other.createSession().createTemporaryQueue();
        other.close();

        assertThatThrownBy(() -> {
                    MessageProducer producer = session.createProducer(temporary);
                    producer.send(session.createTextMessage("nobody"));
                })
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Specification("TemporaryQueue.delete")
    void shouldDeleteATemporaryQueueOnce() throws JMSException {
        TemporaryQueue temporary = session.createTemporaryQueue();
        temporary.delete();

        assertThatThrownBy(() -> session.createConsumer(temporary)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> sendMessage(temporary, session.createTextMessage("nobody")))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Specification("TemporaryQueue.delete")
    void shouldNotDeleteATemporaryQueueThatIsConsumed() throws JMSException {
        TemporaryQueue temporary = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(temporary);

        assertThatThrownBy(temporary::delete).isInstanceOf(JMSException.class);

        send(temporary, "still there");
        assertThat(text(consumer)).isEqualTo("still there");
        consumer.close();
        temporary.delete();
    }

    @Test
    @Specification("TemporaryTopic.delete")
    void shouldNotDeleteATemporaryTopicThatIsConsumed() throws JMSException {
        TemporaryTopic temporary = session.createTemporaryTopic();
        MessageConsumer consumer = session.createConsumer(temporary);

        assertThatThrownBy(temporary::delete).isInstanceOf(JMSException.class);

        consumer.close();
        temporary.delete();
    }

    @Test
    @Specification("10.3")
    void shouldRefuseDestinationsThatAreNull() {
        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createBrowser(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Specification("Session.unsubscribe")
    void shouldRefuseToUnsubscribeWhatDoesNotExist() {
        assertThatThrownBy(() -> session.unsubscribe("no-such-subscription"))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Specification("6.2.9.1")
    void shouldReceiveInTheOrderOfTheSends() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.add("" + i);
            producer.send(session.createTextMessage("" + i));
        }

        assertThat(texts(session.createConsumer(queue), 300)).isEqualTo(sent);
    }

    @Test
    @Specification("6.2.9.2")
    void shouldKeepTheOrderOfSeveralProducersOfASession() throws JMSException {
        MessageProducer first = session.createProducer(queue);
        MessageProducer anonymous = session.createProducer(null);
        for (int i = 0; i < 20; i++) {
            if (i % 2 == 0) {
                first.send(session.createTextMessage("" + i));
            } else {
                anonymous.send(queue, session.createTextMessage("" + i));
            }
        }

        List<String> received = texts(session.createConsumer(queue), 20);
        assertThat(received).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }

    @Test
    @Specification("6.2.9.2")
    void shouldDeliverLaterMessagesWithAnEarlierDeliveryTimeFirst() throws JMSException {
        MessageProducer delayed = session.createProducer(queue);
        delayed.setDeliveryDelay(300);
        delayed.send(session.createTextMessage("delayed"));
        send(queue, "at once");

        assertThat(texts(session.createConsumer(queue), 2)).containsExactly("at once", "delayed");
    }

    @Test
    @Specification("6.2.13")
    void shouldRunOneListenerOfASessionAtATime() throws Exception {
        Session listening = connection.createSession();
        AtomicInteger running = new AtomicInteger();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        BlockingQueue<Integer> concurrency = new LinkedBlockingQueue<>();
        connection.stop();
        List<Destination> queues =
                List.of(queue, listening.createQueue(uniqueName()), listening.createQueue(uniqueName()));
        for (Destination each : queues) {
            listening.createConsumer(each).setMessageListener(message -> {
                concurrency.add(running.incrementAndGet());
                threads.add(Thread.currentThread());
                Thread.yield();
                running.decrementAndGet();
            });
        }
        Session sending = sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE);
        for (int i = 0; i < 20; i++) {
            for (Destination each : queues) {
                sending.createProducer(each).send(sending.createTextMessage("" + i));
            }
        }
        connection.start();

        for (int i = 0; i < 60; i++) {
            assertThat(concurrency.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(1);
        }
    }

    @Test
    @Specification("6.2.14")
    void shouldRunListenersOfSeveralSessionsConcurrently() throws Exception {
        CountDownLatch together = new CountDownLatch(2);
        CountDownLatch met = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            Destination own = session.createQueue(uniqueName());
            connection.createSession().createConsumer(own).setMessageListener(message -> {
                together.countDown();
                try {
                    if (together.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                        met.countDown();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            send(own, "go");
        }

        assertThat(met.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    @Specification("6.2.5")
    void shouldRefuseToReceiveSynchronouslyFromAConsumerWithAListener() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(message -> {});

        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> consumer.receive(1)).isInstanceOf(JMSException.class);
    }

    @Test
    @Specification("6.2.15")
    void shouldEndPendingReceivesOnClose() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        Background<Message> receiving =
                Background.call(() -> consumer.receive()).awaitBlocked();

        session.close();

        assertThat(receiving.result()).isNull();
    }

    @Test
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "takes the session from its running listener as soon as close is called")
    @Specification("6.2.15")
    void shouldNotCloseBeforeTheRunningListenerHasReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        Session listening = connection.createSession();
        MessageProducer replies = listening.createProducer(session.createQueue(uniqueName()));
        listening.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            Throwable thrown = catchThrowable(() -> {
                leave.await();
                replies.send(listening.createTextMessage("reply"));
            });
            outcome.add(thrown == null ? "sent" : thrown);
        });
        send(queue, "heard");
        assertThat(entered.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

        Background<Void> closing = Background.run(listening::close);
        closing.assertBlocked();
        leave.countDown();
        closing.result();

        assertThat(outcome.poll()).isEqualTo("sent");
        assertNothing(session.createConsumer(queue));
    }

    @Test
    @Specification("6.2.15")
    void shouldCloseOrThrowWhenClosedByItsListener() throws Exception {
        BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        Session listening = connection.createSession();
        listening.createConsumer(queue).setMessageListener(message -> {
            Throwable thrown = catchThrowable(listening::close);
            outcome.add(thrown == null ? "closed" : thrown);
        });
        send(queue, "heard");

        Object happened = outcome.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(happened).isNotNull();
        if (!"closed".equals(happened)) {
            assertThat(happened).isInstanceOf(IllegalStateException.class);
        }
        Background.run(listening::close).result();
        assertNothing(session.createConsumer(queue));
    }

    @Test
    @Specification("6.2.15")
    void shouldIgnoreCloseWhenClosed() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        session.close();

        session.close();
        consumer.close();
        producer.close();
        browser.close();
    }

    @Test
    @Specification("6.2.15")
    void shouldRefuseEveryUseAfterClose() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        TextMessage message = session.createTextMessage("late");
        session.close();

        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.putAll(ClosedObjects.callsOf(session, queue, topic));
        calls.putAll(ClosedObjects.callsOf(consumer));
        calls.putAll(ClosedObjects.callsOf(producer, queue, message));
        SoftAssertions all = new SoftAssertions();
        calls.forEach((name, call) -> all.assertThatThrownBy(call).as(name).isInstanceOf(IllegalStateException.class));
        all.assertAll();
    }

    @Test
    @Specification("6.2.15")
    void shouldLeaveTheConnectionAndOtherSessionsAlone() throws JMSException {
        Session other = connection.createSession();
        other.close();

        send(queue, "unaffected");
        assertThat(receive(queue).getBody(String.class)).isEqualTo("unaffected");
    }

    @Test
    @Specification("6.2.15")
    void shouldRedeliverWhatAClosedSessionDidNotAcknowledge() throws JMSException {
        send(queue, "1", "2", "3");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        assertThat(texts(client.createConsumer(queue), 2)).containsExactly("1", "2");
        client.close();

        MessageConsumer consumer = session.createConsumer(queue);
        for (String expected : List.of("1", "2")) {
            Message message = receive(consumer);
            assertThat(message.getBody(String.class)).isEqualTo(expected);
            assertThat(message.getJMSRedelivered()).isTrue();
        }
        assertThat(text(consumer)).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200})
    @Specification("6.2")
    void shouldOpenManySessionsOnAConnection(int count) throws JMSException {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(connection.createSession());
        }
        Collections.reverse(sessions);
        for (Session each : sessions) {
            each.close();
        }
        send(queue, "unaffected");
        assertThat(receive(queue).getBody(String.class)).isEqualTo("unaffected");
    }
}
