package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Asynchronous send. */
@Specification("7.3")
class Section7AsynchronousSendIT extends JmsSpecification {

    /** What a completion listener was told. */
    private record Completion(Message message, Exception exception, Thread thread) {}

    /** Keeps what it is told, after doing something. */
    private static final class Completions implements CompletionListener {
        private final BlockingQueue<Completion> told = new LinkedBlockingQueue<>();
        private final Background.Action action;

        private Completions(Background.Action action) {
            this.action = action;
        }

        private Completions() {
            this(() -> {});
        }

        @Override
        public void onCompletion(Message message) {
            Throwable thrown = catchThrowable(action::run);
            told.add(new Completion(message, (Exception) thrown, Thread.currentThread()));
        }

        @Override
        public void onException(Message message, Exception exception) {
            told.add(new Completion(message, exception, Thread.currentThread()));
        }

        private Completion next() throws InterruptedException {
            Completion next = told.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(next).as("a completion within %d ms", PATIENCE_MILLIS).isNotNull();
            return next;
        }

        private Completion nextSuccess() throws InterruptedException {
            Completion next = next();
            assertThat(next.exception()).isNull();
            return next;
        }
    }

    @Test
    @Specification("7.3.1")
    void shouldCompleteWhenTheMessageIsSent() throws Exception {
        Completions completions = new Completions();
        TextMessage message = session.createTextMessage("sent");
        session.createProducer(queue).send(message, completions);

        assertThat(completions.nextSuccess().message()).isSameAs(message);
        assertThat(receive(queue).getBody(String.class)).isEqualTo("sent");
    }

    @Test
    @Specification("7.3")
    void shouldSendWithEverySignature() throws Exception {
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        MessageProducer anonymous = session.createProducer(null);
        producer.send(session.createTextMessage("1"), completions);
        completions.nextSuccess();
        producer.send(session.createTextMessage("2"), DeliveryMode.PERSISTENT, 4, 0, completions);
        completions.nextSuccess();
        anonymous.send(queue, session.createTextMessage("3"), completions);
        completions.nextSuccess();
        anonymous.send(queue, session.createTextMessage("4"), DeliveryMode.PERSISTENT, 4, 0, completions);
        completions.nextSuccess();

        assertThat(texts(session.createConsumer(queue), 4)).containsExactly("1", "2", "3", "4");
    }

    @Test
    @Specification("7.3.6")
    void shouldSetTheHeadersBeforeItCompletes() throws Exception {
        Completions completions = new Completions();
        session.createProducer(queue)
                .send(session.createTextMessage("sent"), DeliveryMode.NON_PERSISTENT, 7, 60_000, completions);

        Message completed = completions.nextSuccess().message();

        assertThat(completed.getJMSMessageID()).startsWith("ID:");
        assertThat(completed.getJMSDestination()).isEqualTo(queue);
        assertThat(completed.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(completed.getJMSPriority()).isEqualTo(7);
        assertThat(completed.getJMSExpiration()).isEqualTo(completed.getJMSTimestamp() + 60_000);
    }

    @Test
    @Specification("7.3.8")
    void shouldNotCompleteInTheThreadThatSends() throws Exception {
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
            producer.send(session.createTextMessage("sent"), mode, 4, 0, completions);
            assertThat(completions.nextSuccess().thread()).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    @Specification("7.3.8")
    void shouldCompleteInTheOrderOfTheSends() throws Exception {
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        List<Message> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Message message = session.createTextMessage("" + i);
            sent.add(message);
            producer.send(
                    message, i % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT, 4, 0, completions);
        }

        for (Message message : sent) {
            assertThat(completions.nextSuccess().message()).isSameAs(message);
        }
    }

    @Test
    @Specification("7.3.8")
    void shouldRunOneCallbackOfASessionAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        BlockingQueue<Integer> concurrency = new LinkedBlockingQueue<>();
        Completions completions = new Completions(() -> {
            concurrency.add(running.incrementAndGet());
            Thread.yield();
            running.decrementAndGet();
        });
        MessageProducer first = session.createProducer(queue);
        MessageProducer second = session.createProducer(topic);
        for (int i = 0; i < 30; i++) {
            first.send(session.createTextMessage("" + i), completions);
            second.send(session.createTextMessage("" + i), completions);
        }

        for (int i = 0; i < 60; i++) {
            assertThat(concurrency.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(1);
        }
    }

    @Test
    @Specification("7.3.3")
    void shouldKeepTheOrderOfSynchronousAndAsynchronousSends() throws Exception {
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 40; i++) {
            if (i % 4 == 3) {
                producer.send(session.createTextMessage("" + i));
            } else {
                producer.send(session.createTextMessage("" + i), completions);
            }
        }

        assertThat(texts(session.createConsumer(queue), 40))
                .isEqualTo(IntStream.range(0, 40).mapToObj(String::valueOf).toList());
    }

    @Test
    @Specification("7.3.2")
    void shouldThrowWhatIsFoundDuringTheCallAndNotTellTheListener() throws Exception {
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        MessageProducer anonymous = session.createProducer(null);

        assertThatThrownBy(() -> producer.send(null, completions)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> anonymous.send(null, session.createTextMessage(), completions))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> producer.send(session.createTextMessage(), (CompletionListener) null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(completions.told.poll(ABSENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    @Specification("7.3.4")
    void shouldCompleteEverythingBeforeTheSessionIsClosed() throws Exception {
        Session closed = connection.createSession();
        assertCompletesBefore(closed, closed::close);
    }

    @Test
    @Specification("7.3.4")
    void shouldCompleteEverythingBeforeTheConnectionIsClosed() throws Exception {
        var closed = startedConnection();
        assertCompletesBefore(closed.createSession(), closed::close);
    }

    @Test
    @KnownDifference(provider = JmsProvider.QPID, is = "commits without waiting for the callbacks")
    @Specification("7.3.4")
    void shouldCompleteEverythingBeforeCommit() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        assertCompletesBefore(transacted, transacted::commit);
        assertThat(texts(session.createConsumer(queue), 50)).hasSize(50);
    }

    @Test
    @KnownDifference(provider = JmsProvider.QPID, is = "rolls back without waiting for the callbacks")
    @Specification("7.3.4")
    void shouldCompleteEverythingBeforeRollback() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        assertCompletesBefore(transacted, transacted::rollback);
        assertNothing(session.createConsumer(queue));
    }

    @Test
    @KnownDifference(provider = JmsProvider.QPID, is = "closes a producer without waiting for its callbacks")
    @Specification("7.3.4")
    void shouldCompleteEverythingBeforeTheProducerIsClosed() throws Exception {
        MessageProducer producer = session.createProducer(queue);
        assertCompletesBefore(session, producer, producer::close);
    }

    private void assertCompletesBefore(Session sending, Background.Action end) throws Exception {
        assertCompletesBefore(sending, sending.createProducer(queue), end);
    }

    private static void assertCompletesBefore(Session sending, MessageProducer producer, Background.Action end)
            throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Completions completions = new Completions(goOn::await);
        try {
            for (int i = 0; i < 50; i++) {
                producer.send(sending.createTextMessage("" + i), completions);
            }
            Background<Void> ending = Background.run(end);
            ending.assertBlocked();
            goOn.countDown();
            ending.result();
        } finally {
            goOn.countDown();
        }

        assertThat(completions.told).hasSize(50).allMatch(completion -> completion.exception() == null);
    }

    @Test
    @Specification("7.3.4")
    void shouldRefuseCloseOfTheProducerByACallback() throws Exception {
        MessageProducer producer = session.createProducer(queue);
        assertIllegalInCallback(session, producer, producer::close);
    }

    @Test
    @Specification("7.3.4")
    void shouldRefuseCloseOfTheSessionByACallback() throws Exception {
        assertIllegalInCallback(session, session.createProducer(queue), session::close);
    }

    @Test
    @Specification("7.3.4")
    void shouldRefuseCloseOfTheConnectionByACallback() throws Exception {
        assertIllegalInCallback(session, session.createProducer(queue), connection::close);
    }

    @Test
    @Specification("7.3.4")
    void shouldRefuseCommitAndRollbackByACallback() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        assertIllegalInCallback(transacted, producer, transacted::commit);
        assertIllegalInCallback(transacted, producer, transacted::rollback);
    }

    private static void assertIllegalInCallback(Session sending, MessageProducer producer, Background.Action action)
            throws Exception {
        Completions completions = new Completions(action);
        producer.send(sending.createTextMessage("sent"), completions);

        assertThat(completions.next().exception()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Specification("7.3.4")
    void shouldRefuseCloseCommitAndRollbackOfAContextByACallback() throws Exception {
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);
        for (Background.Action action :
                List.<Background.Action>of(context::close, context::commit, context::rollback)) {
            Completions completions = new Completions(action);
            context.createProducer().setAsync(completions).send(queue, "sent");
            assertThat(completions.next().exception()).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    @Specification("7.3")
    void shouldSendAsynchronouslyWithTheSimplifiedApi() throws Exception {
        JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
        Completions completions = new Completions();
        JMSProducer producer = context.createProducer().setAsync(completions);
        assertThat(producer.getAsync()).isSameAs(completions);
        producer.send(queue, "1");
        Message completed = completions.nextSuccess().message();
        assertThat(completed.getBody(String.class)).isEqualTo("1");
        producer.setAsync(null).send(queue, "2");

        assertThat(producer.getAsync()).isNull();
        assertThat(texts(session.createConsumer(queue), 2)).containsExactly("1", "2");
        assertThat(completions.told).isEmpty();
    }

    @Test
    @Specification("7.3")
    void shouldSendAgainInACallback() throws Exception {
        Session sending = connection.createSession();
        MessageProducer producer = sending.createProducer(queue);
        Completions second = new Completions();
        Completions first = new Completions(() -> producer.send(sending.createTextMessage("second"), second));
        producer.send(sending.createTextMessage("first"), first);

        first.nextSuccess();
        second.nextSuccess();
        assertThat(texts(session.createConsumer(queue), 2)).containsExactly("first", "second");
    }

    @Test
    @Specification("7.3.2")
    void shouldTellTheListenerWhatTheBrokerRefuses() throws Exception {
        var temporary = startedConnection();
        var destination = temporary.createSession().createTemporaryQueue();
        MessageProducer anonymous = session.createProducer(null);
        temporary.close();
        Completions completions = new Completions();
        Throwable thrown =
                catchThrowable(() -> anonymous.send(destination, session.createTextMessage("nobody"), completions));

        if (thrown == null) {
            assertThat(completions.next().exception()).isInstanceOf(JMSException.class);
        } else {
            assertThat(thrown).isInstanceOf(JMSException.class);
            assertThat(completions.told.poll(ABSENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .isNull();
        }
    }

    @Test
    @Specification("7.3.1")
    void shouldConsumeWhatWasCompleted() throws Exception {
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 20; i++) {
            producer.send(session.createTextMessage("" + i), completions);
        }
        for (int i = 0; i < 20; i++) {
            completions.nextSuccess();
        }
        MessageConsumer consumer =
                sessionOfOtherConnection(Session.AUTO_ACKNOWLEDGE).createConsumer(queue);

        assertThat(texts(consumer, 20)).hasSize(20);
    }
}
