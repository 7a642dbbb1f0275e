package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.half.HalfMessage;
import io.carrick.jms.half.HalfMessageCheck;
import io.carrick.jms.half.HalfMessageOptions;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.HalfMessageResult;
import io.carrick.jms.half.HalfMessageState;
import io.carrick.jms.half.LocalTransactionListener;
import io.carrick.jms.half.LocalTransactionState;
import io.carrick.jms.spring.HalfMessageListener;
import io.carrick.jms.spring.HalfMessageTemplate;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

@ExtendWith(SharedBroker.class)
@Timeout(60)
class SpringHalfMessageIT {
    private static final long LONG_MILLIS = 20_000;

    private final CarrickConnectionFactory factory;
    private final String group = "spring-" + UUID.randomUUID();
    private final CarrickQueue queue = new CarrickQueue("spring-half-" + UUID.randomUUID());
    private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

    SpringHalfMessageIT(BrokerAddress broker) {
        factory = new CarrickConnectionFactory(broker.jmsUri());
    }

    @HalfMessageListener(group = "${shop.group}", concurrentChecks = 2)
    static class Orders implements LocalTransactionListener {
        final Map<String, LocalTransactionState> rows = new ConcurrentHashMap<>();

        @Override
        public LocalTransactionState execute(HalfMessage half, Object argument) {
            LocalTransactionState outcome = (LocalTransactionState) argument;
            rows.put(half.id(), outcome);
            return outcome;
        }

        @Override
        public LocalTransactionState check(HalfMessageCheck check) {
            return rows.getOrDefault(check.id(), LocalTransactionState.COMMIT);
        }
    }

    @HalfMessageListener(group = "none")
    static class NoListener {}

    @BeforeEach
    void configure() {
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("shop.group", group)));
        application.registerBean(HalfMessageTemplate.class, () -> new HalfMessageTemplate(factory));
    }

    @AfterEach
    void close() {
        application.close();
    }

    private HalfMessageTemplate start() {
        application.register(Orders.class);
        application.refresh();
        return application.getBean(HalfMessageTemplate.class);
    }

    private String receive() {
        try (JMSContext context = factory.createContext();
                JMSConsumer consumer = context.createConsumer(queue)) {
            Object body = consumer.receive(LONG_MILLIS).getBody(Object.class);
            return body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) body;
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSendWithTheLocalTransactionOfTheAnnotatedBean() throws JMSException {
        HalfMessageTemplate template = start();
        HalfMessageResult result = template.send(group, "1", queue, "text", LocalTransactionState.COMMIT);
        assertThat(result.isDecided()).isTrue();
        assertThat(receive()).isEqualTo("text");

        byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
        assertThat(template.send(group, "2", queue, bytes, LocalTransactionState.ROLLBACK)
                        .state())
                .isEqualTo(HalfMessageState.ROLLED_BACK);
        template.send(group, "3", queue, bytes, LocalTransactionState.COMMIT);
        assertThat(receive()).isEqualTo("bytes");
        assertThat(application.getBean(Orders.class).rows).containsOnlyKeys("1", "2", "3");
    }

    @Test
    void shouldAnswerForTheGroupWhileTheApplicationRuns() throws JMSException {
        HalfMessageTemplate template = start();
        HalfMessageProducer producer = template.producer(group);
        HalfMessageOptions options = HalfMessageOptions.DEFAULT.withCheckAfter(Duration.ofMillis(1));
        producer.prepare("1", queue, producer.createTextMessage("asked"), options);
        assertThat(receive()).isEqualTo("asked");

        application.close();
        assertThatThrownBy(() -> producer.commit("1")).isInstanceOf(jakarta.jms.IllegalStateException.class);
        assertThatThrownBy(() -> template.producer(group)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseWhatNobodyListensForAndWhatIsNoPayload() {
        HalfMessageTemplate template = start();
        assertThatThrownBy(() -> template.send("other", "1", queue, "text", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other")
                .hasMessageContaining(group);
        assertThatThrownBy(() -> template.send(group, "1", queue, 5, null)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldNotStartWithABeanThatIsNoListener() {
        application.register(NoListener.class);
        assertThatThrownBy(application::refresh).hasStackTraceContaining("is a @HalfMessageListener but no");
    }

    @Test
    void shouldNotStartWithTwoListenersOfAGroup() {
        application.register(Orders.class);
        application.registerBean("more", Orders.class);
        assertThatThrownBy(application::refresh).hasStackTraceContaining("has another listener than");
    }
}
