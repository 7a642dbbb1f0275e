package io.carrick.jms.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.message.MessageSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenTelemetryObserverTest {
    private static final Destination ORDERS = new CarrickQueue("orders");

    @RegisterExtension
    private final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private final CarrickMessage message =
            (CarrickMessage) new MessageFactory(MessageSettings.DEFAULT).createTextMessage("text");

    @Test
    void shouldSendTheContextOfItsSpanInAnnotations() throws JMSException {
        OpenTelemetryObserver observer = observer();
        message.setJMSMessageID("ID:1");
        message.setAnnotation("tracestate", "stale=1");
        observer.sending(message, ORDERS).ended(null);
        SpanData sent = span(0);
        assertThat(sent.getName()).isEqualTo("send orders");
        assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(sent.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "jms")
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "send")
                .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "orders")
                .containsEntry(AttributeKey.stringKey("messaging.message.id"), "ID:1");
        assertThat(message.annotation("traceparent"))
                .isEqualTo("00-" + sent.getTraceId() + "-" + sent.getSpanId() + "-"
                        + sent.getSpanContext().getTraceFlags().asHex());
        assertThat(message.annotation("tracestate")).isNull();
    }

    @Test
    void shouldRunListenersWithinTheTraceOfTheMessage() {
        OpenTelemetryObserver observer = observer();
        observer.sending(message, ORDERS).ended(null);
        var outcome = observer.processing(message, ORDERS);
        assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(span(0).getTraceId());
        outcome.ended(new IllegalStateException("broken"));
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        SpanData processed = span(1);
        assertThat(processed.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(processed.getParentSpanId()).isEqualTo(span(0).getSpanId());
        assertThat(processed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(processed.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void shouldLinkAReceiveToTheTraceOfTheMessage() {
        OpenTelemetryObserver observer = observer();
        observer.sending(message, ORDERS).ended(null);
        observer.received(message, ORDERS, 5_000_000);
        SpanData received = span(1);
        assertThat(received.getParentSpanContext().isValid()).isFalse();
        assertThat(received.getEndEpochNanos() - received.getStartEpochNanos()).isEqualTo(5_000_000);
        assertThat(received.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(span(0).getSpanId()));
        assertThat(Span.fromContext(OpenTelemetryObserver.contextOf(message))
                        .getSpanContext()
                        .getSpanId())
                .isEqualTo(span(0).getSpanId());
    }

    private OpenTelemetryObserver observer() {
        return new OpenTelemetryObserver(telemetry.getOpenTelemetry());
    }

    private SpanData span(int index) {
        return telemetry.getSpans().get(index);
    }
}
