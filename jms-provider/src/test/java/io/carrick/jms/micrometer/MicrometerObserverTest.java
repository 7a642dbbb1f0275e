package io.carrick.jms.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.message.MessageSettings;
import io.carrick.jms.wire.DestinationKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerObserverTest {
    private static final Destination ORDERS = new CarrickQueue("orders");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerObserver observer = new MicrometerObserver(registry);
    private final Message message = new MessageFactory(MessageSettings.DEFAULT).createTextMessage("text");

    @Test
    void shouldCountAndTimeWhatIsSentWhenItsOutcomeIsKnown() {
        var outcome = observer.sending(message, ORDERS);
        assertThat(registry.getMeters()).isEmpty();
        outcome.ended(null);
        observer.sending(message, ORDERS).ended(new JMSException("refused"));
        assertThat(count("messaging.client.sent.messages", "send", "orders", "none"))
                .isEqualTo(1);
        assertThat(count("messaging.client.sent.messages", "send", "orders", JMSException.class.getName()))
                .isEqualTo(1);
        assertThat(timer("messaging.client.operation.duration", "send", "none").count())
                .isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsReceivedAndTimeTheWait() {
        observer.received(message, ORDERS, TimeUnit.MILLISECONDS.toNanos(7));
        assertThat(count("messaging.client.consumed.messages", "receive", "orders", "none"))
                .isEqualTo(1);
        assertThat(timer("messaging.client.operation.duration", "receive", "none")
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
    }

    @Test
    void shouldCountWhatListenersAreGivenAndTimeThem() {
        observer.processing(message, ORDERS).ended(null);
        observer.processing(message, ORDERS).ended(new IllegalStateException("broken"));
        assertThat(count("messaging.client.consumed.messages", "process", "orders", "none"))
                .isEqualTo(2);
        assertThat(timer("messaging.process.duration", "process", "none").count())
                .isEqualTo(1);
        assertThat(timer("messaging.process.duration", "process", IllegalStateException.class.getName())
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldNotNameTemporaryDestinations() {
        observer.sending(message, CarrickDestination.of(DestinationKind.TEMPORARY_QUEUE, "a1"))
                .ended(null);
        observer.sending(message, CarrickDestination.of(DestinationKind.TEMPORARY_QUEUE, "a2"))
                .ended(null);
        assertThat(count("messaging.client.sent.messages", "send", "(temporary)", "none"))
                .isEqualTo(2);
    }

    private double count(String name, String operation, String destination, String error) {
        Counter counter = registry.get(name)
                .tags("messaging.system", "jms", "messaging.operation.name", operation)
                .tags("messaging.destination.name", destination, "error.type", error)
                .counter();
        return counter.count();
    }

    private Timer timer(String name, String operation, String error) {
        return registry.get(name)
                .tags("messaging.operation.name", operation, "error.type", error)
                .timer();
    }
}
