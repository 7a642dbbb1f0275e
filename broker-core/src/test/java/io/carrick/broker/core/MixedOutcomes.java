package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The work of one transaction: it sends a message, and receives four, of which it accepts one, rejects one, puts one off
 * as failed, and releases one.
 */
final class MixedOutcomes {
    private static final Duration PUT_OFF = Duration.ofHours(1);

    private final CutOff run;
    private final List<Delivery> received = new ArrayList<>();
    private Producer out;

    MixedOutcomes(CutOff run) {
        this.run = run;
    }

    void begin(TestConnection connection) {
        connection.send(queue("in"), "good", "bad", "late", "back");
        Received consumer = connection.consumer(queue("in"), 4);
        for (int i = 0; i < 4; i++) {
            received.add(consumer.next());
        }
        out = connection.producer(queue("out"));
    }

    void in(TestConnection connection, Transaction transaction) {
        connection.sendAsync(out, "out", message -> message, transaction);
        long later = run.clock.millis() + PUT_OFF.toMillis();
        List<Outcome> outcomes = List.of(
                Outcome.ACCEPTED,
                new Outcome.Rejected("amqp:decode-error", "not a number"),
                new Outcome.Modified(true, false, later),
                Outcome.RELEASED);
        for (int i = 0; i < outcomes.size(); i++) {
            transaction.settle(List.of(received.get(i)), outcomes.get(i), true);
        }
    }

    /** All of it shall have taken effect. */
    void expectDone(TestConnection connection) {
        run.expect(connection, "out", List.of("out"));
        run.expect(connection, "DLQ.in", List.of("bad"));
        assertThat(connection.browser(queue("DLQ.in"), 0).drain(10).get(0))
                .contains("rejected amqp:decode-error: not a number");
        run.expect(connection, "in", List.of("back"));
        run.clock.advance(PUT_OFF);
        run.expect(connection, "in", List.of("late", "back"));
        Delivery late = connection.consumer(queue("in"), 1).next();
        assertThat(TextFormat.text(late.message())).isEqualTo("late");
        assertThat(late.deliveryCount()).as("attempts, " + run.what()).isPositive();
    }

    /** Nothing of it shall have taken effect. */
    void expectUndone(TestConnection connection) {
        run.expect(connection, "out", List.of());
        run.expect(connection, "DLQ.in", List.of());
        run.expect(connection, "in", List.of("good", "bad", "late", "back"));
    }

    /** All of it shall wait. */
    void expectPrepared(TestConnection connection) {
        run.expect(connection, "out", List.of());
        run.expect(connection, "DLQ.in", List.of());
        run.expect(connection, "in", List.of());
    }

    /** Whether it has taken effect, as far as a message sent shows. */
    boolean isDone(TestConnection connection) {
        return !connection.browser(queue("out"), 0).drain(10).isEmpty();
    }
}
