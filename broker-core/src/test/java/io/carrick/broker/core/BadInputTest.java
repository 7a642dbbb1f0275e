package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Outcome;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.store.CommitLogSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends, it gets an answer, and the broker goes on. */
class BadInputTest {
    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory);
        broker.log = new CommitLogSettings(64 << 10, 0, 64 << 10);
        broker.start();
        connection = broker.connect("client");
    }

    @AfterEach
    void stop() {
        assertThat(broker.failure()).isNull();
        broker.close();
    }

    @Test
    void shouldRefuseASubscriptionWhoseNameOrFilterIsTooLongToBeStored() {
        assertThat(refusal("n".repeat(2000), null).code()).isEqualTo(Code.INVALID_FIELD);
        String filter = "a = '" + "x".repeat(40_000) + "'";
        assertThat(refusal("s", new FilterSpec(FilterSpec.SELECTOR, filter)).code())
                .isEqualTo(Code.INVALID_FIELD);

        connection.durable(topic("t"), "client", "s", false, 1);
    }

    private io.carrick.broker.BrokerError refusal(String name, FilterSpec filter) {
        SubscriptionKey key = new SubscriptionKey("client", name, false, true);
        Answer<Consumer> answer = new Answer<>();
        connection.connection.openConsumer(
                new ConsumerRequest(topic("t"), "link", key, true, filter, false, false, false),
                new Received(),
                answer);
        return answer.error();
    }

    @Test
    void shouldRefuseAMessageThatNoSegmentHolds() {
        Sent sent = connection.sendAsync(connection.producer(queue("q")), "x".repeat(64 << 10), m -> m, null);

        assertThat(sent.error().code()).isEqualTo(Code.MESSAGE_SIZE_EXCEEDED);
        assertThat(sent.error().text()).contains("65536").contains("q");
    }

    @Test
    void shouldMoveTheLargestMessageWithTheLongestReason() {
        Sent refused;
        int size = 64 << 10;
        do {
            size -= 256;
            refused = connection.sendAsync(connection.producer(queue("q")), "x".repeat(size), m -> m, null);
        } while (isRefused(refused));

        connection.settle(
                connection.consumer(queue("q"), 1).next(), new Outcome.Rejected("app:error", "y".repeat(60_000)));

        assertThat(connection.consumer(queue("DLQ.q"), 1).nextText()).endsWith("x".repeat(size));
    }

    private static boolean isRefused(Sent sent) {
        try {
            sent.value();
            return false;
        } catch (AssertionError e) {
            assertThat(sent.error().code()).isEqualTo(Code.MESSAGE_SIZE_EXCEEDED);
            return true;
        }
    }

    @Test
    void shouldRefuseAMessageToNowhere() {
        Sent sent = new Sent();

        connection
                .producer(null)
                .send(null, Message.builder().encoded(new byte[1]).build(), null, sent);

        assertThat(sent.error().code()).isEqualTo(Code.INVALID_FIELD);
    }

    @Test
    void shouldRefuseAnAddressNameThatIsMissingOrTooLong() {
        for (String name : new String[] {null, "", "n".repeat(50_000)}) {
            assertThat(broker.broker()
                            .administration()
                            .createAddress(name, NodeKind.QUEUE)
                            .toCompletableFuture())
                    .isCompletedExceptionally();
        }
        connection.send(queue("q"), "a");
    }

    @Test
    void shouldTakeAMessageThatCannotBeDecodedAsOneWithoutProperties() {
        broker.format.failing = "undecodable";
        Received selecting = connection.consumer(queue("q"), "colour = 'red'", 10);
        connection.consumer(queue("q"), "colour = 'blue'", 10);

        connection.send(queue("q"), "undecodable", "colour=red\n2");

        assertThat(selecting.nextText()).endsWith("2");
        assertThat(broker.queue("q").ready()).isEqualTo(1);
    }
}
