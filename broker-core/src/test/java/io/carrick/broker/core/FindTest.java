package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Delivery;
import io.carrick.broker.Destination;
import io.carrick.broker.Message;
import io.carrick.broker.MessageAttributes;
import io.carrick.broker.MessageLocation;
import io.carrick.broker.MessageLocation.State;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.index.MessageIndexSettings;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where is my message: by id and by key. */
class FindTest {
    private static final long ALWAYS = Long.MAX_VALUE;

    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;

    enum Ending {
        ORDERLY(BrokerFixture::restart),
        CRASH(BrokerFixture::crash);

        private final Consumer<BrokerFixture> end;

        Ending(Consumer<BrokerFixture> end) {
            this.end = end;
        }
    }

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory);
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

    /** The text begins with the keys, as {@link TextFormat} has it. */
    private static UnaryOperator<Message.Builder> known(String id, String keys, long timestamp) {
        MessageAttributes attributes = MessageAttributes.builder().keys(keys).build();
        return builder -> builder.messageId("ID:" + id)
                .attributes(attributes)
                .timestamp(timestamp)
                .encoded(("KEYS=" + keys + "\ntext of " + id).getBytes(StandardCharsets.UTF_8));
    }

    private void send(Destination to, String id, String keys, long timestamp) {
        Producer producer = connection.producer(to);
        connection.send(producer, "", known(id, keys, timestamp));
        producer.close();
    }

    private List<MessageLocation> find(String key) {
        return find(key, 0, ALWAYS, 100);
    }

    private List<MessageLocation> find(String key, long from, long to, int max) {
        return BrokerFixture.await(broker.broker().administration().find(key, from, to, max));
    }

    private MessageLocation only(String key) {
        assertThat(find(key)).hasSize(1);
        return find(key).get(0);
    }

    private static List<String> ids(List<MessageLocation> found) {
        return found.stream().map(MessageLocation::messageId).toList();
    }

    @Test
    void shouldFindByIdAsTheBrokerAndAsTheSenderWritesIt() {
        send(queue("q"), "m", "k", 17);
        MessageLocation found = only("ID:m");
        assertThat(found.address()).isEqualTo("q");
        assertThat(found.kind()).isEqualTo(queue("q").kind());
        assertThat(found.timestamp()).isEqualTo(17);
        assertThat(found.position()).isPositive();
        assertThat(found.size()).isPositive();
        assertThat(found.state()).isEqualTo(State.READY);
        assertThat(found.queues()).containsExactly("q");
        assertThat(only("m")).isEqualTo(found);
        assertThat(find("n")).isEmpty();
    }

    @Test
    void shouldFindByEachKeyTheLastMessageFirst() {
        send(queue("q"), "1", "order-1 alice", 10);
        send(queue("r"), "2", "order-2 alice", 20);
        send(queue("q"), "3", "order-3 alice", 30);
        assertThat(ids(find("alice"))).containsExactly("ID:3", "ID:2", "ID:1");
        assertThat(ids(find("order-2"))).containsExactly("ID:2");
        assertThat(ids(find("alice", 0, ALWAYS, 2))).containsExactly("ID:3", "ID:2");
        assertThat(ids(find("alice", 10, 20, 9))).containsExactly("ID:2", "ID:1");
        assertThat(ids(find("alice", 21, 29, 9))).isEmpty();
        assertThat(find("order")).isEmpty();
    }

    @Test
    void shouldNotTakeAMessageWithTheHashOfTheKeyForOneWithTheKey() {
        Producer producer = connection.producer(queue("q"));
        MessageAttributes attributes =
                MessageAttributes.builder().keys("collision").build();
        connection.send(producer, "KEYS=other\n", builder -> builder.attributes(attributes));
        assertThat(find("collision")).isEmpty();
    }

    @Test
    void shouldTellWhatHasBecomeOfAMessage() {
        send(queue("q"), "m", "k", 1);
        Received received = connection.consumer(queue("q"), 1);
        Delivery delivery = received.next();
        assertThat(only("m").state()).isEqualTo(State.DELIVERING);
        connection.settle(delivery, Outcome.ACCEPTED);
        assertThat(only("m").state()).isEqualTo(State.GONE);
        assertThat(only("m").queues()).isEmpty();
    }

    @Test
    void shouldFindAMessageAmongOthersOfItsQueueThatAreGone() {
        for (int i = 0; i < 50; i++) {
            send(queue("q"), "m" + i, "all", i);
        }
        Received received = connection.consumer(queue("q"), 50);
        for (int i = 0; i < 50; i++) {
            Delivery delivery = received.next();
            if (i % 7 != 0) {
                connection.settle(delivery, Outcome.ACCEPTED);
            }
        }
        received.close();
        for (int i = 0; i < 50; i++) {
            assertThat(only("m" + i).state()).isEqualTo(i % 7 == 0 ? State.READY : State.GONE);
        }
    }

    @Test
    void shouldTellThatAMessageWaitsForItsTime() {
        Producer producer = connection.producer(queue("q"));
        connection.send(
                producer, "", builder -> known("m", "k", 1).apply(builder).deliverAt(broker.clock.millis() + 60_000));
        assertThat(only("m").state()).isEqualTo(State.SCHEDULED);
    }

    @Test
    void shouldNameTheSubscriptionsThatStillNeedIt() {
        Received one = connection.durable(topic("t"), "scope", "one", false, 1);
        connection.durable(topic("t"), "scope", "two", false, 0);
        send(topic("t"), "m", "k", 1);
        connection.settle(one.next(), Outcome.ACCEPTED);
        assertThat(only("m").queues()).containsExactly("t::two");
        assertThat(only("m").kind()).isEqualTo(topic("t").kind());
    }

    @Test
    void shouldFindWhatAnOpenTransactionHasSent() {
        Producer producer = connection.producer(queue("q"));
        Transaction kept = connection.connection.beginTransaction();
        Transaction lost = connection.connection.beginTransaction();
        connection.sendAsync(producer, "", known("kept", "k", 1), kept).value();
        connection.sendAsync(producer, "", known("lost", "k", 1), lost).value();
        Awaitility.await().until(() -> find("k").size() == 2);
        assertThat(find("k")).extracting(MessageLocation::state).containsOnly(State.IN_TRANSACTION);

        end(kept::commit);
        end(lost::rollback);

        assertThat(only("kept").state()).isEqualTo(State.READY);
        assertThat(only("lost").state()).isEqualTo(State.GONE);
    }

    private static void end(Consumer<Reply<Void>> how) {
        Answer<Void> answer = new Answer<>();
        how.accept(answer);
        answer.value();
    }

    @Test
    void shouldFindAMovedMessageWhereItWasAndWhereItIs() {
        send(queue("q"), "m", "k", 1);
        Received received = connection.consumer(queue("q"), 1);
        connection.settle(received.next(), new Outcome.Rejected(null, "no"));
        Awaitility.await().until(() -> find("k").size() == 2);
        assertThat(find("k")).extracting(MessageLocation::state).containsExactly(State.READY, State.GONE);
        assertThat(find("k").get(0).address()).isNotEqualTo("q");
        assertThat(find("k").get(1).address()).isEqualTo("q");
    }

    @Test
    void shouldFindMessagesOfAnAddressThatIsGone() {
        send(queue("q"), "m", "k", 1);
        BrokerFixture.await(
                broker.broker().administration().deleteAddress("q", queue("q").kind()));
        assertThat(only("m").address()).isNull();
        assertThat(only("m").state()).isEqualTo(State.GONE);
    }

    @Test
    void shouldNotFindWhatWasNeverInTheLog() {
        Producer producer = connection.producer(queue("q"));
        connection.send(
                producer, "", builder -> known("m", "k", 1).apply(builder).durable(false));
        assertThat(find("m")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindTheSameAfterARestart(Ending ending) {
        String padding = "x".repeat(1000);
        for (int i = 0; i < 200; i++) {
            send(queue("q"), "m" + i, "all " + padding, i);
        }
        List<MessageLocation> before = find("all", 0, ALWAYS, 1000);
        assertThat(before).hasSize(200);
        ending.end.accept(broker);
        assertThat(find("all", 0, ALWAYS, 1000)).isEqualTo(before);
        assertThat(only("m17").state()).isEqualTo(State.READY);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindInRunsOnDiskTooAfterARestart(Ending ending) {
        String keys = IntStream.range(0, MessageAttributes.KEYS_MAX - 1)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
        int messages = MessageIndexSettings.defaults().runEntries() / MessageAttributes.KEYS_MAX + 10;
        Producer producer = connection.producer(queue("q"));
        for (int i = 0; i < messages; i++) {
            connection.send(producer, "", known("m" + i, keys, i));
        }
        assertThat(broker.data().resolve("index")).isNotEmptyDirectory();
        assertThat(find("7", 0, ALWAYS, messages)).hasSize(messages);
        ending.end.accept(broker);
        assertThat(find("7", 0, ALWAYS, messages)).hasSize(messages);
        assertThat(only("m0").state()).isEqualTo(State.READY);
    }

    @Test
    void shouldFindAMessageThatWasCopiedForwardOnceAndWhereItIsNow() {
        broker.cacheBytes = 0;
        broker.restart();
        connection = broker.connect("client");
        send(queue("slow"), "old", "k", 1);
        long before = only("old").position();
        Awaitility.await().until(() -> {
            connection.send(queue("fast"), "x".repeat(8000));
            Received fast = connection.consumer(queue("fast"), 1);
            connection.accept(fast.next());
            fast.close();
            return only("old").position() > before;
        });
        assertThat(only("old").state()).isEqualTo(State.READY);
        assertThat(only("old").queues()).containsExactly("slow");

        send(queue("slow"), "late", "k", 2);
        assertThat(only("late").state()).isEqualTo(State.READY);
        Received received = connection.consumer(queue("slow"), 2);
        Delivery old = received.next();
        connection.accept(received.next());
        assertThat(only("late").state()).isEqualTo(State.UNKNOWN);
        connection.accept(old);
        assertThat(find("k")).extracting(MessageLocation::state).containsOnly(State.GONE);
        broker.restart();
        assertThat(find("k")).extracting(MessageLocation::state).containsOnly(State.GONE);
    }

    @Test
    void shouldForgetMessagesWhoseSegmentIsGone() {
        send(queue("q"), "old", "k", 1);
        Received received = connection.consumer(queue("q"), 1);
        connection.accept(received.next());
        Awaitility.await().until(() -> {
            connection.send(queue("fast"), "x".repeat(8000));
            Received fast = connection.consumer(queue("fast"), 1);
            connection.accept(fast.next());
            fast.close();
            return find("old").isEmpty();
        });
    }

    @Test
    void shouldPassOverADamagedMessage() throws Exception {
        send(queue("q"), "sound", "k", 1);
        send(queue("q"), "DAMAGED", "k", 2);
        try (var files = Files.list(broker.data().resolve("log"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                int place = bytes.indexOf("text of DAMAGED");
                if (place >= 0) {
                    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'X'}), place);
                    }
                }
            }
        }
        assertThat(ids(find("k"))).containsExactly("ID:sound");
    }
}
