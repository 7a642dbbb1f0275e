package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedBroker.class)
@Timeout(60)
class CamelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    CamelIT(BrokerAddress broker) {
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(new CarrickConnectionFactory(broker.jmsUri()));
        jms.setRequestTimeout(10_000);
        camel.addComponent("jms", jms);
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void close() {
        template.stop();
        camel.stop();
    }

    private void route(String from, Processor to) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).process(to);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?replyTo=camel.answers&replyToType=Exclusive", "?replyTo=camel.shared&replyToType=Shared"})
    void shouldGetAnAnswerToEachRequest(String options) throws Exception {
        route(
                "jms:queue:camel.requests",
                exchange -> exchange.getMessage()
                        .setBody("answer to " + exchange.getMessage().getBody(String.class)));
        for (int i = 0; i < 3; i++) {
            assertThat(template.requestBody("jms:queue:camel.requests" + options, "request " + i, String.class))
                    .isEqualTo("answer to request " + i);
        }
    }

    @Test
    void shouldCarryHeadersAndBytes() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        route("jms:queue:camel.headers", exchange -> {
            seen.add(exchange.getMessage().getHeader("region"));
            seen.add(exchange.getMessage().getBody());
        });
        template.sendBodyAndHeader("jms:queue:camel.headers", new byte[] {1, 2}, "region", "north");
        await().atMost(PATIENCE).until(() -> seen.size() == 2);
        assertThat(seen).containsExactly("north", new byte[] {1, 2});
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms:topic:camel.prices", "jms:topic://camel.prices"})
    void shouldPublishToEverySubscriberOfATopic(String topic) throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        for (String subscriber : List.of("a", "b")) {
            route(
                    topic,
                    exchange ->
                            seen.add(subscriber + ' ' + exchange.getMessage().getBody(String.class)));
        }
        // A subscriber that is not yet there gets nothing: publish until both are.
        await().atMost(PATIENCE).until(() -> {
            template.sendBody(topic, "price");
            return seen.containsAll(Set.of("a price", "b price"));
        });
    }

    @Test
    void shouldProcessMessagesWithConcurrentConsumers() throws Exception {
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch together = new CountDownLatch(4);
        route("jms:queue:camel.concurrent?concurrentConsumers=4", exchange -> {
            begun.countDown();
            if (begun.await(20, TimeUnit.SECONDS)) {
                together.countDown();
            }
        });
        for (int i = 0; i < 4; i++) {
            template.sendBody("jms:queue:camel.concurrent", "text " + i);
        }
        assertThat(together.await(20, TimeUnit.SECONDS)).as("four at a time").isTrue();
    }
}
