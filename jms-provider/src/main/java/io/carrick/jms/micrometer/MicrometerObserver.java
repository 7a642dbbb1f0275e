package io.carrick.jms.micrometer;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.MessageObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.jms.Destination;
import jakarta.jms.Message;
import java.time.Duration;

/**
 * Counts and times messages, with the names and attributes of OpenTelemetry's semantic conventions for messaging
 * metrics:
 *
 * <ul>
 *   <li>{@code messaging.client.sent.messages}: messages that a producer sent, or tried to;
 *   <li>{@code messaging.client.consumed.messages}: messages delivered to the application;
 *   <li>{@code messaging.client.operation.duration}: of a send until the broker's answer, and of a {@code receive} that
 *       brought a message;
 *   <li>{@code messaging.process.duration}: of a listener's call.
 * </ul>
 *
 * <p>Their tags are {@code messaging.system} ({@code jms}), {@code messaging.operation.name} ({@code send}, {@code
 * receive}, {@code process}), {@code messaging.destination.name} ({@code (temporary)} for all the temporary ones) and
 * {@code error.type} (the class of the exception, or {@code none}). Thread-safe.
 */
public final class MicrometerObserver implements MessageObserver {
    private static final String SEND = "send";
    private static final String RECEIVE = "receive";
    private static final String PROCESS = "process";

    private final MeterProvider<Counter> sent;
    private final MeterProvider<Counter> consumed;
    private final MeterProvider<Timer> operations;
    private final MeterProvider<Timer> processing;

    /** An observer whose metrics are in that registry. */
    public MicrometerObserver(MeterRegistry registry) {
        sent = counter("messaging.client.sent.messages", "Messages that producers sent, or tried to")
                .withRegistry(registry);
        consumed = counter("messaging.client.consumed.messages", "Messages delivered to the application")
                .withRegistry(registry);
        operations = timer("messaging.client.operation.duration", "Duration of sends and receives")
                .withRegistry(registry);
        processing = timer("messaging.process.duration", "Duration of calls of message listeners")
                .withRegistry(registry);
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(name).baseUnit("messages").description(description);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description);
    }

    @Override
    public Outcome sending(Message message, Destination destination) {
        long begin = System.nanoTime();
        return failure -> {
            Tags tags = tags(SEND, destination, failure);
            sent.withTags(tags).increment();
            operations.withTags(tags).record(since(begin));
        };
    }

    @Override
    public void received(Message message, Destination source, long waitedNanos) {
        Tags tags = tags(RECEIVE, source, null);
        consumed.withTags(tags).increment();
        operations.withTags(tags).record(Duration.ofNanos(waitedNanos));
    }

    @Override
    public Outcome processing(Message message, Destination source) {
        long begin = System.nanoTime();
        consumed.withTags(tags(PROCESS, source, null)).increment();
        return failure -> processing.withTags(tags(PROCESS, source, failure)).record(since(begin));
    }

    private static Duration since(long beginNanos) {
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }

    private static Tags tags(String operation, Destination destination, Throwable failure) {
        return Tags.of(
                "messaging.system",
                "jms",
                "messaging.operation.name",
                operation,
                "messaging.destination.name",
                name(destination),
                "error.type",
                failure == null ? "none" : failure.getClass().getName());
    }

    /** Temporary destinations come and go: by name each would leave a time series behind. */
    private static String name(Destination destination) {
        return destination instanceof CarrickDestination ours && !ours.kind().isTemporary()
                ? ours.getAddress()
                : "(temporary)";
    }
}
