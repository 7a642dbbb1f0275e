package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.broker.Producer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see of messages that wait for their delivery time. */
class ScheduledMessagesTest {
    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory).start();
        connection = broker.connect("client");
    }

    @AfterEach
    void stop() {
        assertThat(broker.failure()).isNull();
        broker.close();
    }

    private void send(Producer producer, String text, int secondsFromNow, boolean durable) {
        long time = broker.clock.millis() + secondsFromNow * 1000L;
        connection.send(producer, text, message -> message.durable(durable).deliverAt(secondsFromNow == 0 ? 0 : time));
    }

    private void awaitCounts(String name, int ready, int scheduled) {
        await().untilAsserted(() -> {
            assertThat(broker.queue(name).scheduled()).as("scheduled").isEqualTo(scheduled);
            assertThat(broker.queue(name).ready()).as("ready").isEqualTo(ready);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCountMessagesUntilTheirTimeComes(boolean durable) {
        Producer producer = connection.producer(queue("q"));
        send(producer, "now", 0, durable);
        send(producer, "past", -5, durable);
        send(producer, "soon", 10, durable);
        send(producer, "soon too", 10, durable);
        send(producer, "later", 20, durable);
        awaitCounts("q", 2, 3);

        broker.clock.advance(Duration.ofSeconds(11));
        awaitCounts("q", 4, 1);
        send(producer, "late", -5, durable);
        send(producer, "later still", 30, durable);
        awaitCounts("q", 5, 2);

        broker.clock.advance(Duration.ofSeconds(100));
        awaitCounts("q", 7, 0);
    }

    @Test
    void shouldCountNoMoreWhatIsPurged() {
        Producer producer = connection.producer(queue("q"));
        send(producer, "soon", 10, true);
        send(producer, "in memory", 20, false);
        awaitCounts("q", 0, 2);

        assertThat(BrokerFixture.await(broker.broker().administration().purge("q")))
                .isEqualTo(2);

        awaitCounts("q", 0, 0);
        send(producer, "again", 5, true);
        broker.clock.advance(Duration.ofSeconds(30));
        awaitCounts("q", 1, 0);
    }

    @Test
    void shouldCountForEachSubscriptionByItself() {
        connection.durable(topic("t"), "client", "a", false, 10);
        Producer producer = connection.producer(topic("t"));
        send(producer, "for one", 10, true);
        connection.durable(topic("t"), "client", "b", false, 10);
        send(producer, "for both", 20, true);
        awaitCounts("t::a", 0, 2);
        awaitCounts("t::b", 0, 1);

        broker.clock.advance(Duration.ofSeconds(15));

        awaitCounts("t::a", 0, 1);
        assertThat(broker.queue("t::a").delivering()).isEqualTo(1);
        awaitCounts("t::b", 0, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoOnCountingAfterARestart(boolean crash) {
        Producer producer = connection.producer(queue("q"));
        send(producer, "soon", 10, true);
        send(producer, "later", 20, true);
        broker.clock.advance(Duration.ofSeconds(15));
        awaitCounts("q", 1, 1);

        if (crash) {
            broker.crash();
        } else {
            broker.restart();
        }

        awaitCounts("q", 1, 1);
        broker.clock.advance(Duration.ofSeconds(15));
        awaitCounts("q", 2, 0);
    }
}
