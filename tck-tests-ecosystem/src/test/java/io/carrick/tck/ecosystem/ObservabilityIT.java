package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.MessageObserver;
import io.carrick.jms.micrometer.MicrometerObserver;
import io.carrick.jms.opentelemetry.OpenTelemetryObserver;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.jms.JMSContext;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(SharedBroker.class)
@Timeout(60)
class ObservabilityIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    private final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final String uri;

    ObservabilityIT(BrokerAddress broker) {
        uri = broker.jmsUri();
    }

    @Test
    void shouldTraceAndCountARequestAndItsAnswerThroughTheBroker() {
        CarrickConnectionFactory factory = new CarrickConnectionFactory(uri);
        factory.setMessageObserver(MessageObserver.of(
                new MicrometerObserver(registry), new OpenTelemetryObserver(telemetry.getOpenTelemetry())));
        try (JMSContext client = factory.createContext();
                JMSContext server = factory.createContext()) {
            var requests = client.createQueue("observed.requests");
            var answers = client.createQueue("observed.answers");
            server.createConsumer(requests)
                    .setMessageListener(request -> server.createProducer().send(answers, "answer"));
            client.createProducer().send(requests, "request");
            assertThat(client.createConsumer(answers).receiveBody(String.class, 10_000))
                    .isEqualTo("answer");
            await().atMost(PATIENCE)
                    .until(() -> spans("process observed.requests").findAny().isPresent());
        }
        SpanData request = span("send observed.requests");
        SpanData process = span("process observed.requests");
        SpanData answer = span("send observed.answers");
        SpanData receive = span("receive observed.answers");
        assertThat(process.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(answer.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(answer.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(receive.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(answer.getSpanId()));
        assertThat(registry.get("messaging.client.sent.messages").counters())
                .extracting(counter -> counter.count())
                .containsExactly(1.0, 1.0);
        assertThat(registry.get("messaging.process.duration").timer().count()).isEqualTo(1);
    }

    private SpanData span(String name) {
        return spans(name).findFirst().orElseThrow();
    }

    private Stream<SpanData> spans(String name) {
        return telemetry.getSpans().stream().filter(span -> span.getName().equals(name));
    }
}
