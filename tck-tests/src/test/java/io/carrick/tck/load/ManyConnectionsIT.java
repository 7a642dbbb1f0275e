package io.carrick.tck.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Crowds of connections that do nothing, or nothing good, on a broker with a heap of 256 MiB: they are served or cut
 * off, and a client that works notices nothing. {@code -Dcarrick.connections=9000} makes the crowd larger.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ManyConnectionsIT {
    private static final int IDLE = Integer.getInteger("carrick.connections", 2_000);
    private static final int SLOW = 1_000;

    private final List<RawConnection> connections = new ArrayList<>();
    private BrokerProcess broker;

    @BeforeAll
    void startBroker() {
        broker = BrokerProcess.named("many-connections")
                .set("amqp.idle-timeout", "2s")
                .set("listeners[0].authentication-timeout", "3s")
                .start();
    }

    @AfterEach
    void disconnect() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldServeACrowdOfConnectionsAndAWorkingClientAmongThem() throws IOException {
        for (int i = 0; i < IDLE; i++) {
            connect().open("idle-" + i);
        }
        exchangeMessages();
    }

    @Test
    void shouldCutOffClientsThatNeverFinishTheirHeader() throws IOException {
        for (int i = 0; i < SLOW; i++) {
            connect().sendHalfAHeader();
        }
        exchangeMessages();
        for (RawConnection connection : connections) {
            connection.awaitEnd();
        }
    }

    @Test
    void shouldCutOffAClientThatFallsSilent() throws IOException {
        RawConnection silent = connect();
        silent.open("silent");
        silent.awaitEnd();
        exchangeMessages();
    }

    private RawConnection connect() throws IOException {
        RawConnection connection = new RawConnection("127.0.0.1", broker.port());
        connections.add(connection);
        return connection;
    }

    private void exchangeMessages() {
        try (JMSContext context = new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port()).createContext()) {
            Queue queue = context.createQueue("bystander." + UUID.randomUUID());
            context.createProducer().send(queue, "still here");
            assertThat(context.createConsumer(queue).receiveBody(String.class, 10_000))
                    .isEqualTo("still here");
        }
        assertThat(broker.alive()).isTrue();
    }
}
