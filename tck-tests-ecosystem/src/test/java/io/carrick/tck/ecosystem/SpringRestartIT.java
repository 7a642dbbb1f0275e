package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.MessageListener;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** The broker is killed and started again while a listener container is at work. */
@Timeout(60)
class SpringRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final BrokerProcess BROKER =
            BrokerProcess.named("spring-restart").build();

    private final Received received = new Received();
    private final DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();

    @BeforeAll
    static void startBroker() {
        assertThat(BROKER.start().alive()).isTrue();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @AfterEach
    void close() {
        container.destroy();
    }

    /** With failover the provider restores the connection; without it the container makes another. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void shouldLoseNothingAndMarkWhatComesAgain(boolean failover, boolean transacted) {
        String queue = "spring.restarted." + failover + '.' + transacted;
        String plain = "amqp://127.0.0.1:" + BROKER.port();
        String restored = "failover:(" + plain + ")?failover.reconnectDelay=50";
        CachingConnectionFactory caching = new CachingConnectionFactory(new CarrickConnectionFactory(restored));
        JmsTemplate template = new JmsTemplate(caching);
        container.setConnectionFactory(new CarrickConnectionFactory(failover ? restored : plain));
        container.setDestinationName(queue);
        container.setSessionTransacted(transacted);
        container.setConcurrency("3");
        container.setRecoveryInterval(200);
        container.setMessageListener((MessageListener) received::add);
        container.afterPropertiesSet();
        container.start();
        try {
            send(template, queue, 0, 100);
            await().atMost(PATIENCE).until(() -> received.different().size() >= 50);
            BROKER.kill();
            BROKER.start();
            send(template, queue, 100, 200);
            await().atMost(PATIENCE).until(() -> received.different().size() == 200);
            assertThat(received.unmarkedRepetitions()).isEmpty();
        } finally {
            caching.destroy();
        }
    }

    private static void send(JmsTemplate template, String queue, int from, int to) {
        for (int i = from; i < to; i++) {
            template.convertAndSend(queue, "text " + i);
        }
    }
}
