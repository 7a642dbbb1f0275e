package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.MessageLocation;
import io.carrick.broker.MessageLocation.State;
import io.carrick.broker.Producer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.store.CommitLogSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What open half messages cost: heap, log and restart. */
class HalfSpaceTest {
    private static final String GROUP = "orders";
    private static final int MANY = 100_000;
    private static final long HEAP_GROWTH_MAX = 64 << 20;

    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;
    private Producer producer;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory);
        broker.log = new CommitLogSettings(1 << 20, 0, 1 << 20);
        broker.start();
        connect();
    }

    private void connect() {
        connection = broker.connect("client");
        producer = connection.producer(queue("q"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldHoldAHundredThousandOpenHalfMessagesInLittleHeap() {
        connection.prepare(producer, GROUP, "first", "x");
        long before = usedHeap();
        Sent last = null;
        for (int i = 0; i < MANY; i++) {
            last = connection.prepareAsync(
                    producer, new HalfTerms(UUID.randomUUID().toString(), GROUP, -1, "t"), "x".repeat(100), m -> m);
        }
        last.value();

        // A checkpoint that is being written holds its image for a while.
        Awaitility.await()
                .atMost(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(usedHeap() - before).isLessThan(HEAP_GROWTH_MAX));
        assertThat(BrokerFixture.await(
                                broker.broker().administration().halfMessages().figures())
                        .open())
                .isEqualTo(MANY + 1);
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void shouldFreeTheSegmentsThatAFewHalfMessagesLieIn() throws IOException {
        for (int i = 0; i < 8; i++) {
            connection.prepare(producer, GROUP, "half-" + i, "kept " + i);
            consumeABit();
        }
        String first = segments().get(0);
        Awaitility.await().until(() -> {
            consumeABit();
            return !segments().contains(first);
        });

        broker.crash();
        connect();
        connection.resolve(GROUP, "half-0", HalfAnswer.COMMIT).value();
        assertThat(connection.consumer(queue("q"), 1).nextText()).isEqualTo("kept 0");
    }

    private void consumeABit() {
        Producer other = connection.producer(queue("other"));
        Received received = connection.consumer(queue("other"), 100);
        for (int i = 0; i < 20; i++) {
            connection.send(other, "x".repeat(20_000), message -> message);
            connection.accept(received.next());
        }
        received.close();
        other.close();
    }

    private List<String> segments() throws IOException {
        try (Stream<Path> files = Files.list(broker.data().resolve("log"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldFindACommittedHalfMessageAmongThoseThatCameMeanwhile() {
        connection
                .prepareAsync(producer, new HalfTerms("1", GROUP, -1, "t"), "half", m -> m.messageId("ID:half"))
                .value();
        connection.send(producer, "a", message -> message.messageId("ID:a"));
        connection.resolve(GROUP, "1", HalfAnswer.COMMIT).value();
        connection.send(producer, "b", message -> message.messageId("ID:b"));

        broker.restart();

        for (String id : List.of("ID:half", "ID:a", "ID:b")) {
            List<MessageLocation> found =
                    BrokerFixture.await(broker.broker().administration().find(id, 0, Long.MAX_VALUE, 10));
            assertThat(found).extracting(MessageLocation::state).as(id).containsExactly(State.READY);
        }
    }
}
