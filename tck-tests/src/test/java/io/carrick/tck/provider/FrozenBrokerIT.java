package io.carrick.tck.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * A broker whose sockets are open and that does nothing: every call ends with its time-out, as the table of the
 * provider's page says, and every close returns. All calls wait at the same time, each on a connection of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class FrozenBrokerIT {
    private static final long CONNECT_MILLIS = 1_200;
    private static final long REQUEST_MILLIS = 1_400;
    private static final long SEND_MILLIS = 1_600;
    private static final long CLOSE_MILLIS = 1_800;
    private static final long DRAIN_MILLIS = 1_000;
    /** On a busy machine. */
    private static final long SLACK_MILLIS = 8_000;

    private static final String OPTIONS = "jms.connectTimeout=" + CONNECT_MILLIS + "&jms.requestTimeout="
            + REQUEST_MILLIS + "&jms.sendTimeout=" + SEND_MILLIS + "&jms.closeTimeout=" + CLOSE_MILLIS;
    private static final String DRAIN = "&amqp.drainTimeout=" + DRAIN_MILLIS;

    private BrokerProcess broker;

    @BeforeAll
    void startBroker() {
        broker = BrokerProcess.named("frozen").start();
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    /** What an application calls. */
    private interface Call {
        void run(Fixture fixture) throws Exception;
    }

    /** How a call may end. */
    private enum End {
        FAILS,
        RETURNS
    }

    /**
     * A call, and what has to become of it.
     *
     * @param leastMillis which it takes at least
     * @param mostMillis which it takes at most
     */
    private record Expected(String name, End end, long leastMillis, long mostMillis, int mode, Call call) {}

    /** A connection with everything that calls need, made while the broker was well. */
    private record Fixture(
            Connection connection,
            Session session,
            Queue queue,
            MessageProducer producer,
            MessageConsumer consumer,
            TemporaryQueue temporary) {}

    /** What became of a call, and of the close of its connection. */
    private record Outcome(Expected expected, Throwable failure, long millis, long closeMillis) {}

    private static List<Expected> expectations() {
        List<Expected> all = new ArrayList<>();
        all.add(request("createSession", fixture -> fixture.connection.createSession()));
        all.add(request("createProducer", fixture -> fixture.session.createProducer(fixture.queue)));
        all.add(request("createConsumer", fixture -> fixture.session.createConsumer(fixture.queue)));
        all.add(request("createTemporaryQueue", fixture -> fixture.session.createTemporaryQueue()));
        all.add(request("unsubscribe", fixture -> fixture.session.unsubscribe("nobody")));
        all.add(request("getEnumeration", fixture -> {
            try (QueueBrowser browser = fixture.session.createBrowser(fixture.queue)) {
                browser.getEnumeration();
            }
        }));
        all.add(transacted("commit", fixture -> fixture.session.commit()));
        all.add(transacted("rollback", fixture -> fixture.session.rollback()));
        all.add(of(
                "send",
                End.FAILS,
                SEND_MILLIS,
                SEND_MILLIS,
                fixture -> fixture.producer.send(fixture.session.createTextMessage("unknown"))));
        all.add(of(
                "asynchronous send",
                End.RETURNS,
                0,
                0,
                fixture -> fixture.producer.send(fixture.session.createTextMessage("unknown"), IGNORING)));
        all.add(of(
                "receive",
                End.FAILS,
                DRAIN_MILLIS + 300,
                DRAIN_MILLIS + 300,
                fixture -> fixture.consumer.receive(300)));
        all.add(of(
                "receiveNoWait", End.FAILS, DRAIN_MILLIS, DRAIN_MILLIS, fixture -> fixture.consumer.receiveNoWait()));
        all.add(of("close of a producer", End.FAILS, CLOSE_MILLIS, CLOSE_MILLIS, fixture -> fixture.producer.close()));
        all.add(of("close of a consumer", End.FAILS, CLOSE_MILLIS, CLOSE_MILLIS, fixture -> fixture.consumer.close()));
        all.add(of("close of a session", End.FAILS, CLOSE_MILLIS, CLOSE_MILLIS, fixture -> fixture.session.close()));
        all.add(transacted("close of a transacted session", fixture -> fixture.session.close()));
        all.add(of("close", End.RETURNS, CLOSE_MILLIS, CLOSE_MILLIS, fixture -> fixture.connection.close()));
        all.add(of("delete", End.FAILS, CLOSE_MILLIS, CLOSE_MILLIS, fixture -> fixture.temporary.delete()));
        all.add(of("stop", End.RETURNS, 0, 0, fixture -> fixture.connection.stop()));
        return all;
    }

    private static Expected request(String name, Call call) {
        return of(name, End.FAILS, REQUEST_MILLIS, REQUEST_MILLIS, call);
    }

    private static Expected transacted(String name, Call call) {
        return new Expected(
                name, End.FAILS, REQUEST_MILLIS, REQUEST_MILLIS + CLOSE_MILLIS, Session.SESSION_TRANSACTED, call);
    }

    private static Expected of(String name, End end, long least, long most, Call call) {
        return new Expected(name, end, least, most, Session.AUTO_ACKNOWLEDGE, call);
    }

    @Test
    void shouldEndEveryCallWithItsTimeOut() throws Exception {
        checkAll("amqp://127.0.0.1:" + broker.port() + "?" + OPTIONS + DRAIN);
    }

    @Test
    void shouldEndEveryCallWithItsTimeOutWithFailoverToo() throws Exception {
        checkAll("failover:(amqp://127.0.0.1:" + broker.port() + "?" + DRAIN.substring(1) + ")?" + OPTIONS);
    }

    private void checkAll(String uri) throws Exception {
        List<Expected> expectations = expectations();
        List<Fixture> fixtures = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (Expected expected : expectations) {
                fixtures.add(fixture(uri, expected.mode));
            }
            broker.freeze();
            List<Future<Outcome>> outcomes = new ArrayList<>();
            outcomes.add(threads.submit(() -> outcome(
                    new Expected("createConnection", End.FAILS, CONNECT_MILLIS, CONNECT_MILLIS, 0, fixture -> {
                        try (Connection unreachable = new CarrickConnectionFactory(uri).createConnection()) {
                            unreachable.start();
                        }
                    }),
                    null)));
            for (int i = 0; i < fixtures.size(); i++) {
                Expected expected = expectations.get(i);
                Fixture fixture = fixtures.get(i);
                outcomes.add(threads.submit(() -> outcome(expected, fixture)));
            }
            List<Outcome> known = new ArrayList<>();
            for (Future<Outcome> outcome : outcomes) {
                known.add(outcome.get(60, TimeUnit.SECONDS));
            }
            check(known);
        } finally {
            broker.thaw();
            threads.shutdownNow();
            for (Fixture fixture : fixtures) {
                fixture.connection.close();
            }
        }
    }

    private static Fixture fixture(String uri, int mode) throws JMSException {
        Connection connection = new CarrickConnectionFactory(uri).createConnection();
        connection.setClientID("frozen-" + UUID.randomUUID());
        connection.start();
        Session session = connection.createSession(mode);
        Queue queue = session.createQueue("frozen." + UUID.randomUUID());
        MessageProducer producer = session.createProducer(queue);
        if (mode == Session.SESSION_TRANSACTED) {
            // The broker knows the transaction that is open afterwards: it was declared together with the first commit.
            producer.send(session.createTextMessage("before"));
            session.commit();
            producer.send(session.createTextMessage("open"));
        }
        return new Fixture(
                connection, session, queue, producer, session.createConsumer(queue), session.createTemporaryQueue());
    }

    private static Outcome outcome(Expected expected, Fixture fixture) {
        long begin = System.nanoTime();
        Throwable failure = null;
        try {
            expected.call.run(fixture);
        } catch (Exception | AssertionError e) {
            failure = e;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        long closeBegin = System.nanoTime();
        if (fixture != null) {
            try {
                fixture.connection.close();
            } catch (JMSException e) {
                failure = new AssertionError("close must not throw", e);
            }
        }
        return new Outcome(expected, failure, millis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - closeBegin));
    }

    private static void check(List<Outcome> outcomes) {
        assertSoftly(softly -> {
            for (Outcome outcome : outcomes) {
                Expected expected = outcome.expected;
                if (expected.end == End.FAILS) {
                    softly.assertThat(outcome.failure)
                            .as(expected.name)
                            .isInstanceOf(JMSException.class)
                            .hasMessageContaining(" ms");
                } else {
                    softly.assertThat(outcome.failure).as(expected.name).isNull();
                }
                softly.assertThat(outcome.millis)
                        .as("milliseconds of %s", expected.name)
                        .isBetween(expected.leastMillis, expected.mostMillis + SLACK_MILLIS);
                softly.assertThat(outcome.closeMillis)
                        .as("milliseconds of the close after %s", expected.name)
                        .isLessThan(2 * CLOSE_MILLIS + SLACK_MILLIS);
            }
        });
    }

    @Test
    void shouldCloseAConnectionOfManySessionsWithoutWaitingForEach() throws Exception {
        int sessions = 10;
        Connection connection =
                new CarrickConnectionFactory("amqp://127.0.0.1:" + broker.port() + "?" + OPTIONS).createConnection();
        List<MessageProducer> producers = new ArrayList<>();
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Session session = connection.createSession();
            all.add(session);
            producers.add(session.createProducer(session.createQueue("frozen." + UUID.randomUUID())));
        }
        broker.freeze();
        try {
            for (int i = 0; i < sessions; i++) {
                producers.get(i).send(all.get(i).createTextMessage("unknown"), IGNORING);
            }
            long begin = System.nanoTime();
            connection.close();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                    .isBetween(CLOSE_MILLIS, 3 * CLOSE_MILLIS + SLACK_MILLIS);
        } finally {
            broker.thaw();
        }
    }

    @Test
    void shouldGiveUpABrokerThatIsSilentForTheIdleTimeOut() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Connection connection = new CarrickConnectionFactory(
                        "amqp://127.0.0.1:" + broker.port() + "?amqp.idleTimeout=2000&jms.closeTimeout=2000")
                .createConnection();
        try {
            connection.setExceptionListener(failure -> told.countDown());
            connection.start();
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("frozen." + UUID.randomUUID()));
            broker.freeze();
            // Both wait for ever, if the broker lives.
            long begin = System.nanoTime();
            assertThatThrownBy(() -> producer.send(session.createTextMessage("unknown")))
                    .isInstanceOf(JMSException.class);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(2 * 2_000 + SLACK_MILLIS);
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            connection.close();
            broker.thaw();
        }
    }

    private static final CompletionListener IGNORING = new CompletionListener() {
        @Override
        public void onCompletion(Message message) {}

        @Override
        public void onException(Message message, Exception cause) {}
    };
}
