package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.settings.AddressSettingsOverride;
import io.carrick.broker.state.UnreadableMessageException;
import io.carrick.store.CommitLogSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are only in the log: damaged ones, and those that are copied forward. */
class StoredMessagesTest {
    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory);
        broker.cacheBytes = 0;
        broker.log = new CommitLogSettings(64 << 10, 0, 64 << 10);
        broker.checkpointEveryBytes = 64 << 10;
        broker.start();
        connection = broker.connect("client");
    }

    @AfterEach
    void stop() {
        assertThat(broker.failure()).isNull();
        broker.close();
    }

    @Test
    void shouldPassOverADamagedMessageAndGoOn() throws IOException {
        connection.send(queue("q"), "colour=red\nDAMAGED", "colour=red\nsound");
        damage("DAMAGED");

        Received received = connection.consumer(queue("q"), "colour = 'red'", 10);

        assertThat(received.nextText()).endsWith("sound");
        assertThat(broker.queue("q").ready()).isEqualTo(1);
    }

    @Test
    void shouldPutAStandInIntoTheDeadLetterAddressForADamagedMessage() throws IOException {
        connection.send(queue("q"), "DAMAGED", "sound");
        damage("DAMAGED");
        Received received = connection.consumer(queue("q"), 10);
        Delivery damaged = received.next();
        UncheckedIOException cause = catchThrowableOfType(UnreadableMessageException.class, damaged::message);
        assertThat(cause).hasMessageContaining("position");

        connection.connection.unreadable(damaged, cause);

        assertThat(received.nextText()).isEqualTo("sound");
        String standIn = connection.consumer(queue("DLQ.q"), 1).nextText();
        assertThat(standIn)
                .contains("x-opt-ORIG-ADDRESS=q\n", "x-opt-ORIG-REASON=unreadable\n", "In place of a message of q.")
                .contains(cause.getMessage())
                .doesNotContain("AMAGED");
        assertThat(broker.queue("q").deadLettered()).isEqualTo(1);
        assertThat(broker.queue("q").ready()).isZero();
    }

    @Test
    void shouldPutAStandInIntoTheDeadLetterAddressForADamagedMessageThatIsRejected() throws IOException {
        connection.send(queue("q"), "DAMAGED");
        damage("DAMAGED");
        Delivery damaged = connection.consumer(queue("q"), 10).next();

        connection.settle(damaged, new Outcome.Rejected(null, "unwanted"));

        assertThat(connection.consumer(queue("DLQ.q"), 1).nextText())
                .contains("x-opt-ORIG-REASON=rejected: unwanted\n", "In place of a message of q.", "position");
    }

    @Test
    void shouldPutAStandInIntoTheExpiryAddressForADamagedMessage() throws IOException {
        Producer producer = connection.producer(queue("q"));
        long expiry = broker.clock.millis() + 1000;
        connection.send(producer, "DAMAGED", message -> message.expiryTime(expiry));
        damage("DAMAGED");

        broker.clock.advance(Duration.ofSeconds(2));

        assertThat(connection.consumer(queue("ExpiryQueue"), 1).nextText())
                .contains("x-opt-ORIG-ADDRESS=q\n", "x-opt-ORIG-REASON=expired\n", "position");
        assertThat(broker.queue("q").expired()).isEqualTo(1);
    }

    @Test
    void shouldKeepADamagedMessageThatHasNoDeadLetterAddressAndGoOn() throws IOException {
        broker.settings.put(
                "q",
                AddressSettingsOverride.builder()
                        .deadLetterAddress(null)
                        .build()
                        .over(AddressSettings.DEFAULT));
        connection.send(queue("q"), "DAMAGED", "sound");
        damage("DAMAGED");
        Received received = connection.consumer(queue("q"), 10);
        Delivery damaged = received.next();

        connection.connection.unreadable(
                damaged, catchThrowableOfType(UnreadableMessageException.class, damaged::message));

        connection.accept(received.next());
        assertThat(connection.consumer(queue("q"), 0).drain(10)).isEmpty();
        assertThat(broker.queue("q").ready()).isEqualTo(1);
        assertThat(broker.queue("q").deadLettered()).isZero();
    }

    /** Flips a byte where the text lies in the log. */
    private void damage(String text) throws IOException {
        for (Path segment : segments()) {
            String bytes = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
            int place = bytes.indexOf(text);
            if (place >= 0) {
                try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                    file.write(ByteBuffer.wrap(new byte[] {'X'}), place);
                }
                return;
            }
        }
        throw new AssertionError(text + " is not in the log");
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(broker.data().resolve("log"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCopyOldMessagesForwardSoThatTheirSegmentCanGo(boolean crash) throws IOException {
        connection.send(queue("slow"), "old", "held");
        Received slow = connection.consumer(queue("slow"), 1);
        Delivery old = slow.next();
        Path first = segments().stream()
                .filter(file -> file.getFileName().toString().startsWith("00000000000000000000"))
                .findFirst()
                .orElseThrow();

        await().until(() -> {
            connection.send(queue("fast"), "x".repeat(8000));
            Received fast = connection.consumer(queue("fast"), 1);
            connection.accept(fast.next());
            fast.close();
            return !Files.exists(first);
        });

        assertThat(TextFormat.text(old.message())).isEqualTo("old");
        if (crash) {
            broker.crash();
        } else {
            broker.restart();
        }
        Received after = broker.connect("after").consumer(queue("slow"), 10);
        assertThat(after.nextText()).isEqualTo("old");
        assertThat(after.nextText()).isEqualTo("held");
    }
}
