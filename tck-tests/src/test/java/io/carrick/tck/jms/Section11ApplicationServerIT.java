package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection consumers with the sessions of an application server. */
@Specification("11.2")
class Section11ApplicationServerIT extends JmsSpecification {
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private ConnectionConsumer connectionConsumer;

    /** The server's side: sessions that run in a thread of their own and go back to the pool. */
    private static final class Pool implements ServerSessionPool {
        private final BlockingQueue<ServerSession> free = new LinkedBlockingQueue<>();

        private Pool(MessageListener listener, Session... sessions) throws JMSException {
            for (Session session : sessions) {
                session.setMessageListener(listener);
                free.add(new Pooled(session));
            }
        }

        @Override
        public ServerSession getServerSession() throws JMSException {
            try {
                ServerSession next = free.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                assertThat(next).as("a free session").isNotNull();
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new JMSException("interrupted");
            }
        }

        private final class Pooled implements ServerSession {
            private final Session session;

            private Pooled(Session session) {
                this.session = session;
            }

            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() {
                Background.run(() -> {
                    session.run();
                    free.add(this);
                });
            }
        }
    }

    @AfterEach
    void closeConnectionConsumer() throws JMSException {
        if (connectionConsumer != null) {
            connectionConsumer.close();
        }
    }

    private Pool pool(int sessions, int mode) throws JMSException {
        Session[] created = new Session[sessions];
        for (int i = 0; i < sessions; i++) {
            created[i] = connection.createSession(mode);
        }
        return new Pool(heard::add, created);
    }

    private String nextText() throws Exception {
        Message message = heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(message).isNotNull();
        return message.getBody(String.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    @Specification("11.2.4")
    void shouldLoadTheMessagesOfAQueueIntoServerSessions(int maxMessages) throws Exception {
        connectionConsumer =
                connection.createConnectionConsumer(queue, null, pool(2, Session.AUTO_ACKNOWLEDGE), maxMessages);
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            expected.add("" + i);
            send(queue, "" + i);
        }

        Set<String> received = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            received.add(nextText());
        }
        assertThat(received).isEqualTo(expected);
        assertThat(connectionConsumer.getServerSessionPool()).isInstanceOf(Pool.class);
    }

    @Test
    @Specification("11.2.4")
    void shouldAcknowledgeWhatTheListenerTook() throws Exception {
        Pool pool = pool(1, Session.AUTO_ACKNOWLEDGE);
        connectionConsumer = connection.createConnectionConsumer(queue, null, pool, 1);
        send(queue, "1");
        assertThat(nextText()).isEqualTo("1");
        pool.getServerSession();
        connectionConsumer.close();

        assertNothing(session.createConsumer(queue));
    }

    @Test
    @Specification("11.2.4")
    void shouldSelectAndPublish() throws Exception {
        connectionConsumer = connection.createConnectionConsumer(topic, "i = 2", pool(1, Session.AUTO_ACKNOWLEDGE), 1);
        for (int i = 1; i <= 3; i++) {
            Message message = session.createTextMessage("" + i);
            message.setIntProperty("i", i);
            sendMessage(topic, message);
        }

        assertThat(nextText()).isEqualTo("2");
        assertThat(heard.poll(ABSENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    @Specification("Connection.createSharedConnectionConsumer")
    void shouldConsumeSharedSubscriptions() throws Exception {
        connectionConsumer = connection.createSharedConnectionConsumer(
                topic, uniqueName(), null, pool(1, Session.AUTO_ACKNOWLEDGE), 1);
        send(topic, "news");

        assertThat(nextText()).isEqualTo("news");
    }

    @Test
    @Specification("Connection.createDurableConnectionConsumer")
    void shouldConsumeDurableSubscriptions() throws Exception {
        connection = startedConnection(uniqueName());
        connectionConsumer = connection.createDurableConnectionConsumer(
                topic, "durable", null, pool(1, Session.AUTO_ACKNOWLEDGE), 1);
        send(topic, "news");

        assertThat(nextText()).isEqualTo("news");
        connectionConsumer.close();
        send(topic, "kept");
        Session later = connection.createSession();
        assertThat(text(later.createDurableConsumer(topic, "durable"))).isEqualTo("kept");
    }

    @Test
    @Specification("Connection.createSharedDurableConnectionConsumer")
    void shouldConsumeSharedDurableSubscriptions() throws Exception {
        String name = uniqueName();
        connectionConsumer = connection.createSharedDurableConnectionConsumer(
                topic, name, null, pool(1, Session.AUTO_ACKNOWLEDGE), 1);
        send(topic, "news");

        assertThat(nextText()).isEqualTo("news");
        connectionConsumer.close();
        // The link stays until the server session has acknowledged what it was given.
        await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
            session.unsubscribe(name);
            return true;
        });
    }

    @Test
    @Specification("11.2.4")
    void shouldDeliverNothingBeforeTheConnectionIsStarted() throws Exception {
        connection = stoppedConnection();
        connectionConsumer = connection.createConnectionConsumer(queue, null, pool(1, Session.AUTO_ACKNOWLEDGE), 1);
        send(queue, "1");
        assertThat(heard.poll(ABSENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        connection.start();

        assertThat(nextText()).isEqualTo("1");
    }

    @Test
    @KnownDifference(
            provider = JmsProvider.QPID,
            is =
                    "accepts messages of a connection consumer outside of the session's transaction: a rollback loses them")
    @Specification("11.2.4")
    void shouldRollBackInATransactedServerSession() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Pool pool = new Pool(
                message -> {
                    heard.add(message);
                    try {
                        if (message.getJMSRedelivered()) {
                            transacted.commit();
                        } else {
                            transacted.rollback();
                        }
                    } catch (JMSException e) {
                        throw new IllegalStateException(e);
                    }
                },
                transacted);
        connectionConsumer = connection.createConnectionConsumer(queue, null, pool, 1);
        send(queue, "1");

        assertThat(nextText()).isEqualTo("1");
        Message again = heard.poll(PATIENCE_MILLIS / 4, TimeUnit.MILLISECONDS);
        assertThat(again).as("the message again").isNotNull();
        assertThat(again.getJMSRedelivered()).isTrue();
        pool.getServerSession();
        connectionConsumer.close();
        assertNothing(session.createConsumer(queue));
    }

    @Test
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "does not check the selector of a connection consumer; what the broker refuses becomes a JMSException")
    @Specification("Connection.createConnectionConsumer")
    void shouldRefuseBadSelectorsAndDestinations() throws JMSException {
        Pool pool = pool(1, Session.AUTO_ACKNOWLEDGE);

        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "i =", pool, 1))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer((jakarta.jms.Queue) null, null, pool, 1))
                .isInstanceOf(InvalidDestinationException.class);
    }
}
