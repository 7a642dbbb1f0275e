package io.carrick.jms.opentelemetry;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.MessageObserver;
import io.carrick.jms.message.CarrickMessage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;

/**
 * Traces messages, with the names and attributes of OpenTelemetry's semantic conventions for messaging spans. The
 * context travels in the message annotations {@code traceparent} and {@code tracestate} (W3C Trace Context), where
 * neither applications nor selectors see it.
 *
 * <ul>
 *   <li>A send is a span of kind {@code PRODUCER} within the current one; the message carries its context.
 *   <li>A call of a listener is a span of kind {@code CONSUMER} within that of the message; it is current during the
 *       call.
 *   <li>A {@code receive} that brought a message is a span of kind {@code CLIENT} within the current one, with a link to
 *       that of the message; {@link #contextOf} is for going on within the latter.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class OpenTelemetryObserver implements MessageObserver {
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();

    private final Tracer tracer;

    /** An observer whose spans go there. */
    public OpenTelemetryObserver(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer("io.carrick.jms");
    }

    /** The context that a message came with, on top of the current one. */
    public static Context contextOf(Message message) {
        return message instanceof CarrickMessage ours
                ? PROPAGATOR.extract(Context.current(), ours, MessageAnnotations.GETTER)
                : Context.current();
    }

    @Override
    public Outcome sending(Message message, Destination destination) {
        Span span = span("send", SpanKind.PRODUCER, message, destination).startSpan();
        if (message instanceof CarrickMessage ours) {
            MessageAnnotations.remove(PROPAGATOR.fields(), ours);
            PROPAGATOR.inject(Context.current().with(span), ours, MessageAnnotations.SETTER);
        }
        return failure -> end(span, failure);
    }

    @Override
    public void received(Message message, Destination source, long waitedNanos) {
        Instant now = Instant.now();
        span("receive", SpanKind.CLIENT, message, source)
                .addLink(Span.fromContext(contextOf(message)).getSpanContext())
                .setStartTimestamp(now.minusNanos(waitedNanos))
                .startSpan()
                .end(now);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // Closed with the outcome, which is told by the same thread in any case.
    public Outcome processing(Message message, Destination source) {
        Span span = span("process", SpanKind.CONSUMER, message, source)
                .setParent(contextOf(message))
                .startSpan();
        Scope scope = span.makeCurrent();
        return failure -> {
            scope.close();
            end(span, failure);
        };
    }

    private SpanBuilder span(String operation, SpanKind kind, Message message, Destination destination) {
        String name = destination instanceof CarrickDestination ours ? ours.getAddress() : destination.toString();
        boolean temporary =
                destination instanceof CarrickDestination ours && ours.kind().isTemporary();
        SpanBuilder span = tracer.spanBuilder(operation + ' ' + (temporary ? "(temporary)" : name))
                .setSpanKind(kind)
                .setAttribute("messaging.system", "jms")
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", operation)
                .setAttribute("messaging.destination.name", name);
        if (temporary) {
            span.setAttribute("messaging.destination.temporary", true);
        }
        return withIds(span, message);
    }

    private static SpanBuilder withIds(SpanBuilder span, Message message) {
        try {
            // Attributes that are null are left out.
            return span.setAttribute("messaging.message.id", message.getJMSMessageID())
                    .setAttribute("messaging.message.conversation_id", message.getJMSCorrelationID());
        } catch (JMSException e) {
            throw new IllegalArgumentException("A message to be traced cannot be read", e);
        }
    }

    private static void end(Span span, Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()))
                    .setAttribute("error.type", failure.getClass().getName());
        }
        span.end();
    }
}
