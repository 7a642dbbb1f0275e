package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.ConnectionObserver;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.message.MessageSettings;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ServerSession;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ListenerTest extends ClientFixture {

    @Test
    void shouldDeliverInOrderAndAcknowledgeEachAfterTheListener() throws JMSException {
        put("a", "b", "c");
        Session session = started().createSession();
        session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
            hear(message);
            heard.add("settled " + broker.receivers.get(0).settled.size());
        });
        threads.runAll();
        assertThat(heard).containsExactly("a", "settled 0", "b", "settled 1", "c", "settled 2");
        assertThat(unsettled()).isZero();
    }

    @Test
    void shouldDeliverAgainAtOnceAndBeforeOthersWhenAListenerFails() throws JMSException {
        put("a", "b", "c");
        Session session = started().createSession();
        AtomicBoolean failed = new AtomicBoolean();
        session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
            hear(message);
            if (failed.compareAndSet(false, true)) {
                throw new java.lang.IllegalStateException("no");
            }
        });
        threads.runAll();
        assertThat(heard).containsExactly("a", "a#2", "b", "c");
    }

    @Test
    void shouldGoOnWithTheNextMessageWhenATransactedListenerFails() throws JMSException {
        put("a", "b");
        Session session = started().createSession(Session.SESSION_TRANSACTED);
        session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
            hear(message);
            throw new java.lang.IllegalStateException("no");
        });
        threads.runAll();
        assertThat(heard).containsExactly("a", "b");
        assertThat(unsettled()).isEqualTo(2);
    }

    @Test
    void shouldRecoverAndRollBackFromWithinAListener() throws JMSException {
        put("a", "b");
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.SESSION_TRANSACTED}) {
            heard.clear();
            Session session = started().createSession(mode);
            AtomicBoolean done = new AtomicBoolean();
            session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
                hear(message);
                if (done.compareAndSet(false, true)) {
                    RuntimeExceptions.run(() -> {
                        if (mode == Session.SESSION_TRANSACTED) {
                            session.rollback();
                        } else {
                            session.recover();
                        }
                    });
                }
            });
            threads.runAll();
            assertThat(heard).containsExactly("a", "a#2", "b");
            session.close();
            put("a", "b");
            broker.queue(QUEUE).headSet(broker.queue(QUEUE).last(), true).stream()
                    .limit(broker.queue(QUEUE).size() - 2L)
                    .toList()
                    .forEach(broker.queue(QUEUE)::remove);
        }
    }

    @Test
    void shouldRefuseToBeClosedOrStoppedFromItsOwnListener() throws JMSException {
        put("a");
        JmsConnection connection = started();
        Session session = connection.createSession();
        session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
            assertThatThrownBy(session::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
            heard.add("refused");
        });
        threads.runAll();
        assertThat(heard).containsExactly("refused");
        connection.close();
    }

    @Test
    void shouldGoOnAfterAFailoverWithWhatWasNotAcknowledged() throws JMSException {
        put("a", "b", "c");
        Session session = started().createSession();
        session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
            hear(message);
            if (heard.size() == 2) {
                broker.interrupt();
            }
        });
        threads.runAll();
        assertThat(heard).containsExactly("a", "b");
        broker.restore();
        threads.runAll();
        assertThat(heard).containsExactly("a", "b", "b", "c");
        assertThat(unsettled()).isZero();
    }

    @Test
    void shouldCallListenersWithTheClassLoaderOfTheSessionsCreator() throws JMSException {
        put("a");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        Session session;
        Thread.currentThread().setContextClassLoader(own);
        try {
            session = started().createSession();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        session.createConsumer(session.createQueue(QUEUE))
                .setMessageListener(message ->
                        heard.add(Thread.currentThread().getContextClassLoader() == own ? "own" : "another"));
        threads.runAll();
        assertThat(heard).containsExactly("own");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void shouldLetAListenerCloseItsOwnConsumer() throws JMSException {
        put("a", "b");
        Session session = started().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
        consumer.setMessageListener(message -> {
            hear(message);
            RuntimeExceptions.run(consumer::close);
        });
        threads.runAll();
        assertThat(heard).containsExactly("a");
        assertThat(broker.queue(QUEUE)).hasSize(1);
        assertThat(broker.receivers).isEmpty();
    }

    @Test
    void shouldRefuseToReceiveFromAConsumerWithAListener() throws JMSException {
        Session session = started().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
        consumer.setMessageListener(this::hear);
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
        consumer.setMessageListener(null);
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldWaitForTheListenerWhenClosedOrStoppedAndRefuseOtherThreadsMeanwhile() throws Exception {
        put("a", "b");
        var pool = Executors.newCachedThreadPool();
        try {
            JmsConnections real = new JmsConnections(
                    broker, ClientSettings.DEFAULT, new ConnectionObserver() {}, observer, SystemTimer.SHARED, pool);
            JmsConnection connection = (JmsConnection) real.createConnection(Credentials.NONE);
            connection.start();
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            CountDownLatch within = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            AtomicBoolean left = new AtomicBoolean();
            session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
                within.countDown();
                awaitQuietly(leave);
                left.set(true);
            });
            assertThat(within.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
            var stopped = ReceiveTest.asynchronously(() -> {
                connection.stop();
                return left.get();
            });
            ReceiveTest.await(() -> !connection.isStarted());
            assertThat(stopped).isNotDone();
            leave.countDown();
            assertThat(stopped.get(10, TimeUnit.SECONDS))
                    .as("stopped after the listener returned")
                    .isTrue();
            connection.close();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void shouldLeaveEverythingToRunningListenersUntilTheyReturnWhenClosed() throws Exception {
        for (boolean wholeConnection : new boolean[] {false, true}) {
            heard.clear();
            put("a", "b");
            var pool = Executors.newCachedThreadPool();
            try {
                JmsConnection connection = (JmsConnection) new JmsConnections(
                                broker, ClientSettings.DEFAULT, new ConnectionObserver() {}, observer, timer, pool)
                        .createConnection(Credentials.NONE);
                connection.start();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                CountDownLatch within = new CountDownLatch(1);
                CountDownLatch leave = new CountDownLatch(1);
                session.createConsumer(session.createQueue(QUEUE)).setMessageListener(message -> {
                    within.countDown();
                    awaitQuietly(leave);
                    RuntimeExceptions.run(() -> useAll(connection, session, message));
                });
                assertThat(within.await(10, TimeUnit.SECONDS)).isTrue();
                FutureTask<Void> closed = closing(wholeConnection ? connection : session);
                assertThat(closed.isDone()).isFalse();
                session.createTextMessage();
                leave.countDown();
                closed.get(10, TimeUnit.SECONDS);
                assertThat(heard).containsExactly("reply", "a");
                assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
                connection.close();
            } finally {
                pool.shutdownNow();
            }
            assertThat(broker.queue(QUEUE)).as("what was not delivered").hasSize(1);
            broker.queue(QUEUE).clear();
        }
    }

    /** Begins to close, and returns when that waits for something. */
    private static FutureTask<Void> closing(AutoCloseable what) {
        FutureTask<Void> closed = new FutureTask<>(() -> {
            what.close();
            return null;
        });
        Thread closer = new Thread(closed);
        closer.start();
        ReceiveTest.await(() -> closer.getState() == Thread.State.TIMED_WAITING);
        return closed;
    }

    private void useAll(JmsConnection connection, Session session, Message message) throws JMSException {
        session.createProducer(session.createQueue("replies")).send(session.createTextMessage("reply"));
        session.commit();
        Session other = connection.createSession();
        hear(other.createConsumer(other.createQueue("replies")).receive(1000));
        other.createConsumer(other.createQueue(QUEUE)).setMessageListener(late -> heard.add("late"));
        other.close();
        hear(message);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldServeAThousandSessionsWithAFewThreads() throws Exception {
        CallbackThreads few = new CallbackThreads(4, SystemTimer.SHARED);
        JmsConnections real = new JmsConnections(
                broker, ClientSettings.DEFAULT, new ConnectionObserver() {}, observer, SystemTimer.SHARED, few);
        JmsConnection connection = (JmsConnection) real.createConnection(Credentials.NONE);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch received = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            Session session = connection.createSession();
            session.createConsumer(session.createQueue("q" + i)).setMessageListener(message -> {
                seen.add(Thread.currentThread());
                received.countDown();
            });
        }
        Session sender = connection.createSession();
        byte[] encoded = encoded(sender.createTextMessage("x"));
        for (int i = 0; i < 1000; i++) {
            broker.queue("q" + i);
            broker.put("q" + i, encoded);
        }
        connection.start();
        assertThat(received.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSizeLessThanOrEqualTo(8);
        connection.close();
    }

    @Test
    void shouldNotStarveSessionsWhenAllThreadsAreWithinListenersThatWaitForThem() throws Exception {
        CallbackThreads one = new CallbackThreads(1, SystemTimer.SHARED);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            boolean last = i == 2;
            one.execute(() -> {
                if (last) {
                    release.countDown();
                }
                awaitQuietly(release);
                done.countDown();
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        ReceiveTest.await(() -> one.size() == 1);
    }

    @Test
    void shouldGiveAServerSessionItsMessagesAndAcknowledgeThem() throws JMSException {
        put("a", "b", "c");
        JmsConnection connection = started();
        Session session = connection.createSession();
        session.setMessageListener(this::hear);
        AtomicReference<Integer> starts = new AtomicReference<>(0);
        ServerSession server = new ServerSession() {
            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() {
                starts.set(starts.get() + 1);
                session.run();
            }
        };
        var consumer = connection.createConnectionConsumer(session.createQueue(QUEUE), null, () -> server, 2);
        threads.runAll();
        assertThat(heard).containsExactly("a", "b", "c");
        assertThat(starts.get()).isEqualTo(2);
        assertThat(unsettled()).isZero();
        consumer.close();
        assertThat(broker.receivers).isEmpty();
    }

    @Test
    void shouldWaitForTheListenerOfAServerSessionWhenClosed() throws Exception {
        put("a");
        JmsConnection connection = started();
        Session session = connection.createSession();
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        session.setMessageListener(message -> {
            within.countDown();
            awaitQuietly(leave);
            RuntimeExceptions.run(session::createMessage);
            hear(message);
        });
        CompletableFuture<Object> run = new CompletableFuture<>();
        ServerSession server = new ServerSession() {
            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() {
                ReceiveTest.asynchronously(() -> {
                            session.run();
                            return null;
                        })
                        .thenAccept(run::complete);
            }
        };
        var consumer = connection.createConnectionConsumer(session.createQueue(QUEUE), null, () -> server, 1);
        threads.runAll();
        assertThat(within.await(10, TimeUnit.SECONDS)).isTrue();
        FutureTask<Void> closed = closing(connection);
        assertThat(closed.isDone()).isFalse();
        leave.countDown();
        closed.get(10, TimeUnit.SECONDS);
        assertThat(heard).containsExactly("a");
        run.get(10, TimeUnit.SECONDS);
        consumer.close();
    }

    @Test
    void shouldRefuseATransactedServerSessionOfAnotherConnection() throws JMSException {
        put("a");
        JmsConnection connection = started();
        Session session = connect().createSession(Session.SESSION_TRANSACTED);
        session.setMessageListener(this::hear);
        ServerSession server = new ServerSession() {
            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() {
                session.run();
            }
        };
        List<JMSException> reported = new ArrayList<>();
        connection.setExceptionListener(reported::add);
        var consumer = connection.createConnectionConsumer(session.createQueue(QUEUE), null, () -> server, 1);
        threads.runAll();
        assertThat(heard).isEmpty();
        assertThat(reported)
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessageContaining("of another connection"));
        consumer.close();
        assertThat(broker.queue(QUEUE)).hasSize(1);
    }

    static byte[] encoded(Message message) throws JMSException {
        return new MessageFactory(MessageSettings.DEFAULT).encode((CarrickMessage) message);
    }
}
