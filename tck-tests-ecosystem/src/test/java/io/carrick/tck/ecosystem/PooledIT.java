package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

@Timeout(60)
class PooledIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final BrokerProcess BROKER = BrokerProcess.named("pooled").build();

    private final JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();

    @BeforeAll
    static void startBroker() {
        assertThat(BROKER.start().alive()).isTrue();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @BeforeEach
    void configure() {
        pool.setConnectionFactory(new CarrickConnectionFactory("amqp://127.0.0.1:" + BROKER.port()));
        pool.setMaxConnections(2);
    }

    @AfterEach
    void close() {
        pool.stop();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendToManyQueuesWithPooledProducers(boolean anonymous) throws JMSException {
        pool.setUseAnonymousProducers(anonymous);
        for (int i = 0; i < 30; i++) {
            try (Connection connection = pool.createConnection();
                    Session session = connection.createSession();
                    MessageProducer producer = session.createProducer(session.createQueue("pooled." + i % 3))) {
                producer.send(session.createTextMessage("text " + i));
            }
        }
        assertThat(pool.getNumConnections()).isLessThanOrEqualTo(2);
        try (JMSContext context = pool.createContext()) {
            for (int i = 0; i < 30; i++) {
                try (var consumer = context.createConsumer(context.createQueue("pooled." + i % 3))) {
                    assertThat(text(consumer)).isEqualTo("text " + i);
                }
            }
        }
    }

    @Test
    void shouldRollBackAPooledSessionThatIsGivenBackWithoutCommit() throws JMSException {
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            session.createProducer(session.createQueue("pooled.transacted")).send(session.createTextMessage("lost"));
        }
        try (JMSContext context = pool.createContext()) {
            assertThat(context.createConsumer(context.createQueue("pooled.transacted"))
                            .receiveNoWait())
                    .isNull();
        }
    }

    @Test
    void shouldConnectAgainWhenIdleConnectionsHaveExpired() {
        pool.setConnectionIdleTimeout(50);
        pool.setConnectionCheckInterval(20);
        send("before");
        await().atMost(PATIENCE).until(() -> pool.getNumConnections() == 0);
        send("after");
        assertThat(receive()).isEqualTo("before");
        assertThat(receive()).isEqualTo("after");
    }

    @Test
    void shouldConnectAgainWhenTheBrokerHasTakenTheConnectionsAway() {
        send("before");
        BROKER.kill();
        BROKER.start();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            send("after");
            return true;
        });
        assertThat(receive()).isEqualTo("before");
        assertThat(receive()).isEqualTo("after");
    }

    private void send(String text) {
        try (JMSContext context = pool.createContext()) {
            context.createProducer().send(context.createQueue("pooled.again"), text);
        }
    }

    private String receive() {
        try (JMSContext context = pool.createContext()) {
            return text(context.createConsumer(context.createQueue("pooled.again")));
        }
    }

    /** The pool's own consumers have no receiveBody. */
    private static String text(JMSConsumer consumer) {
        try {
            Message message = consumer.receive(5_000);
            return message == null ? null : message.getBody(String.class);
        } catch (JMSException e) {
            throw new IllegalStateException("a message could not be read", e);
        }
    }
}
