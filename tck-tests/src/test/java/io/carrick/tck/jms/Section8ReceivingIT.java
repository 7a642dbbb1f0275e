package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receiving messages synchronously and asynchronously, and closing consumers. */
@Specification("8")
class Section8ReceivingIT extends JmsSpecification {

    private static String take(BlockingQueue<String> heard) throws InterruptedException {
        return heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    @Specification("8.5")
    void shouldReceiveWhatIsThere() throws Exception {
        send(queue, "1", "2", "3");
        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(Background.call(() -> consumer.receive()).result().getBody(String.class))
                .isEqualTo("1");
        assertThat(consumer.receive(PATIENCE_MILLIS).getBody(String.class)).isEqualTo("2");
        assertThat(consumer.receiveNoWait().getBody(String.class)).isEqualTo("3");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    @Specification("8.5")
    void shouldReceiveAtOnceWhatIsInTheQueueWithoutWaiting() throws JMSException {
        for (int i = 0; i < 20; i++) {
            send(queue, "" + i);
            try (MessageConsumer fresh = session.createConsumer(queue)) {
                Message message = fresh.receiveNoWait();
                assertThat(message).as("message %d", i).isNotNull();
            }
        }
    }

    @Test
    @Specification("8.5")
    void shouldBlockUntilAMessageArrives() throws Exception {
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        Background<Message> receiving =
                Background.call(() -> consumer.receive()).awaitBlocked();
        Background<Void> patience = Background.run(() -> {});
        patience.result();
        send(queue, "arrived");

        assertThat(receiving.result().getBody(String.class)).isEqualTo("arrived");
    }

    @Test
    @Specification("MessageConsumer.receive")
    void shouldBlockWithATimeOutOfZero() throws Exception {
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        Background<Message> receiving =
                Background.call(() -> consumer.receive(0)).awaitBlocked();
        receiving.assertBlocked();
        send(queue, "arrived");

        assertThat(receiving.result().getBody(String.class)).isEqualTo("arrived");
    }

    @Test
    @Specification("8.5")
    void shouldTimeOutNoEarlierThanAsked() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        long start = System.nanoTime();

        assertThat(consumer.receive(100)).isNull();

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(99);
    }

    @Test
    @Specification("8.7")
    void shouldDeliverToAListenerInOrder() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        connection.createSession().createConsumer(queue).setMessageListener(message -> heard.add(textOf(message)));
        for (int i = 0; i < 50; i++) {
            send(queue, "" + i);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(take(heard)).isEqualTo("" + i);
        }
    }

    private static String textOf(Message message) {
        try {
            return message.getBody(String.class);
        } catch (JMSException e) {
            return e.toString();
        }
    }

    @Test
    @Specification("8.7")
    void shouldDeliverToAListenerWhatWasThereBeforeIt() throws Exception {
        send(queue, "1", "2");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        connection.createSession().createConsumer(queue).setMessageListener(message -> heard.add(textOf(message)));

        assertThat(take(heard)).isEqualTo("1");
        assertThat(take(heard)).isEqualTo("2");
    }

    @Test
    @Specification("MessageConsumer.setMessageListener")
    void shouldReplaceAndRemoveAListener() throws Exception {
        BlockingQueue<String> first = new LinkedBlockingQueue<>();
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        MessageConsumer consumer = session.createConsumer(queue);
        MessageListener listener = message -> first.add(textOf(message));
        consumer.setMessageListener(listener);
        assertThat(consumer.getMessageListener()).isSameAs(listener);
        send(queue, "1");
        assertThat(take(first)).isEqualTo("1");
        consumer.setMessageListener(message -> second.add(textOf(message)));
        send(queue, "2");
        assertThat(take(second)).isEqualTo("2");
        consumer.setMessageListener(null);

        assertThat(consumer.getMessageListener()).isNull();
        send(queue, "3");
        assertThat(text(consumer)).isEqualTo("3");
        assertThat(first).isEmpty();
        assertThat(second).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    @KnownDifference(provider = JmsProvider.QPID, is = "redelivers without setting JMSRedelivered and without counting")
    @Specification("8.7")
    void shouldRedeliverAtOnceWhenAListenerThrows(int mode) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        connection.createSession(mode).createConsumer(queue).setMessageListener(message -> {
            heard.add(textOf(message) + " " + countOf(message));
            if (countOf(message) == 1 && textOf(message).equals("1")) {
                throw new UnsupportedOperationException("thrown by the listener of a test");
            }
        });
        send(queue, "1", "2");

        assertThat(take(heard)).isEqualTo("1 1");
        assertThat(take(heard)).isEqualTo("1 2");
        assertThat(take(heard)).isEqualTo("2 1");
    }

    private static int countOf(Message message) {
        try {
            int count = message.getIntProperty("JMSXDeliveryCount");
            assertThat(message.getJMSRedelivered()).isEqualTo(count > 1);
            return count;
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    @Specification("8.7")
    void shouldGoOnWithTheNextMessageWhenAListenerThrows(int mode) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Session listening = connection.createSession(mode);
        listening.createConsumer(queue).setMessageListener(message -> {
            heard.add(textOf(message) + " " + countOf(message));
            if (textOf(message).equals("1")) {
                throw new UnsupportedOperationException("thrown by the listener of a test");
            }
        });
        send(queue, "1", "2");

        assertThat(take(heard)).isEqualTo("1 1");
        assertThat(take(heard)).isEqualTo("2 1");
        listening.close();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(receive(consumer).getJMSRedelivered()).isTrue();
        assertThat(text(consumer)).isEqualTo("2");
    }

    @Test
    @Specification("8.8")
    void shouldEndAPendingReceiveWithNullOnClose() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        Background<Message> receiving =
                Background.call(() -> consumer.receive()).awaitBlocked();

        consumer.close();

        assertThat(receiving.result()).isNull();
    }

    @Test
    @Specification("8.8")
    void shouldNotCloseBeforeTheListenerHasReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        consumer.setMessageListener(message -> {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        send(queue, "heard");
        assertThat(entered.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

        Background<Void> closing = Background.run(consumer::close);
        closing.assertBlocked();
        leave.countDown();
        closing.result();

        assertNothing(session.createConsumer(queue));
    }

    @Test
    @Specification("8.8")
    void shouldCloseByItsOwnListener() throws Exception {
        BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        Session listening = connection.createSession();
        MessageConsumer consumer = listening.createConsumer(queue);
        consumer.setMessageListener(message -> {
            Throwable thrown = catchThrowable(consumer::close);
            outcome.add(thrown == null ? "closed" : thrown);
        });
        send(queue, "1", "2");

        assertThat(outcome.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("closed");
        assertThat(text(listening.createConsumer(queue))).isEqualTo("2");
        assertThat(outcome).isEmpty();
    }

    @Test
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "lets the broker count what was prefetched and never given to the application")
    @Specification("3.5.11")
    void shouldGiveBackMessagesThatNobodyReceivedOnClose() throws JMSException {
        send(queue, "1", "2", "3");
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            assertThat(text(consumer)).isEqualTo("1");
        }

        MessageConsumer next =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createConsumer(queue);
        for (String expected : new String[] {"2", "3"}) {
            Message message = receive(next);
            assertThat(message.getBody(String.class)).isEqualTo(expected);
            assertThat(message.getJMSRedelivered()).isFalse();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        }
    }

    @Test
    @Specification("8.8")
    void shouldRefuseEveryUseAfterCloseAndIgnoreClose() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.close();
        consumer.close();

        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, ThrowingCallable> call :
                ClosedObjects.callsOf(consumer).entrySet()) {
            all.assertThatThrownBy(call.getValue()).as(call.getKey()).isInstanceOf(IllegalStateException.class);
        }
        all.assertAll();
    }

    @Test
    @Specification("6.2.15")
    void shouldRefuseEveryUseOfAClosedProducerAndIgnoreClose() throws JMSException {
        var producer = session.createProducer(queue);
        Message message = session.createTextMessage("late");
        producer.close();
        producer.close();

        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, ThrowingCallable> call :
                ClosedObjects.callsOf(producer, queue, message).entrySet()) {
            all.assertThatThrownBy(call.getValue()).as(call.getKey()).isInstanceOf(IllegalStateException.class);
        }
        all.assertAll();
    }

    @Test
    @Specification("8.5")
    void shouldNotKeepMessagesFromAConsumerThatWaitsForThem() throws Exception {
        session.createConsumer(queue);
        MessageConsumer waiting =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createConsumer(queue);
        send(queue, "1", "2");

        assertThat(waiting.receive(PATIENCE_MILLIS))
                .as("not held by a consumer that nobody receives from")
                .isNotNull();
    }
}
