package io.carrick.tck.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A thousand sessions on a connection, two thousand connections in a process: threads do not grow with them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ManySessionsIT {
    private static final int SESSIONS = 1_000;
    private static final int CONNECTIONS = 2_000;
    /** One I/O thread for each processor, callbacks on a few more, a timer; and some room for a busy machine. */
    private static final int THREADS_MAX = 4 * Runtime.getRuntime().availableProcessors() + 12;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private BrokerProcess broker;

    @BeforeAll
    void startBroker() {
        broker = BrokerProcess.named("many-sessions").start();
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    private Connection connect() throws JMSException {
        Connection connection = new CarrickConnectionFactory("amqp://127.0.0.1:" + broker.port()).createConnection();
        connection.start();
        return connection;
    }

    @Test
    void shouldServeAThousandSessionsWithConsumersOnOneConnection() throws JMSException {
        try (Connection connection = connect()) {
            for (int i = 0; i < SESSIONS; i++) {
                listen(connection, "session." + i);
            }
            exchange("session.", SESSIONS);
        }
    }

    @Test
    void shouldServeTwoThousandConnectionsInOneProcess() throws JMSException {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Connection connection = connect();
                connections.add(connection);
                listen(connection, "connection." + i);
            }
            exchange("connection.", CONNECTIONS);
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private void listen(Connection connection, String queue) throws JMSException {
        Session session = connection.createSession();
        session.createConsumer(session.createQueue(queue)).setMessageListener(message -> received.add(queue));
    }

    /** Every consumer gets a message of its own, by no more threads than a few consumers need. */
    private void exchange(String queues, int count) throws JMSException {
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(null);
            for (int i = 0; i < count; i++) {
                producer.send(session.createQueue(queues + i), session.createMessage());
            }
            session.commit();
            await("all consumers to receive")
                    .atMost(LIMIT)
                    .until(() -> received.stream()
                                    .filter(name -> name.startsWith(queues))
                                    .count()
                            == count);
            assertThat(ProviderThreads.names()).hasSizeLessThanOrEqualTo(THREADS_MAX);
        }
    }
}
