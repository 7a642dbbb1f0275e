package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the generic resource adapters of application servers build upon (Jakarta Messaging 3.1, section 6.2.14). */
@ExtendWith(SharedBroker.class)
@Timeout(60)
class ConnectionConsumerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Connection connection;
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final Received received = new Received();

    ConnectionConsumerIT(BrokerAddress broker) throws JMSException {
        connection = new CarrickConnectionFactory(broker.jmsUri()).createConnection();
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
        threads.shutdownNow();
    }

    @Test
    void shouldSpreadMessagesOverAPoolOfSessions() throws JMSException {
        Queue queue = send("pool.spread", 100);
        ServerSessions sessions = new ServerSessions(connection, 3, false, 0, received::add, threads);
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, sessions, 5);
        assertThat(consumer.getServerSessionPool()).isSameAs(sessions);
        connection.start();
        await().atMost(PATIENCE).until(() -> received.different().size() == 100);
        consumer.close();
        assertThat(received.texts()).hasSize(100);
    }

    @Test
    void shouldDeliverAgainWhatATransactedServerSessionRollsBack() throws JMSException {
        Queue queue = send("pool.transacted", 20);
        ServerSessions sessions = new ServerSessions(connection, 2, true, 3, received::add, threads);
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, sessions, 1);
        connection.start();
        await().atMost(PATIENCE).until(() -> received.texts().size() == 23);
        consumer.close();
        assertThat(received.different()).hasSize(20);
        assertThat(received.unmarkedRepetitions()).isEmpty();
    }

    private Queue send(String name, int count) throws JMSException {
        try (Session session = connection.createSession()) {
            Queue queue = session.createQueue(name);
            var producer = session.createProducer(queue);
            for (int i = 0; i < count; i++) {
                producer.send(session.createTextMessage("text " + i));
            }
            return queue;
        }
    }
}
