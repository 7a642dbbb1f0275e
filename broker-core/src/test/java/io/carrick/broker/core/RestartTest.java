package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError;
import io.carrick.broker.Delivery;
import io.carrick.broker.LargeBody;
import io.carrick.broker.Message;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.store.CommitLogSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestartTest {
    @TempDir
    Path directory;

    private BrokerFixture broker;

    enum Ending {
        ORDERLY,
        CRASH
    }

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory).start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void end(Ending ending) {
        if (ending == Ending.ORDERLY) {
            broker.restart();
        } else {
            broker.crash();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatWasAcceptedAndNotWhatWasSettled(Ending ending) {
        TestConnection before = broker.connect("before");
        before.send(queue("q"), "a", "b", "c");
        Received received = before.consumer(queue("q"), 1);
        before.accept(received.next());

        end(ending);

        TestConnection after = broker.connect("after");
        Received again = after.consumer(queue("q"), 10);
        assertThat(again.nextText()).isEqualTo("b");
        assertThat(again.nextText()).isEqualTo("c");
        assertThat(broker.queue("q").delivering()).isEqualTo(2);
    }

    @Test
    void shouldMarkAfterACrashWhatAConsumerMayHaveSeen() {
        TestConnection before = broker.connect("before");
        before.send(queue("q"), "a");
        before.consumer(queue("q"), 1).next();

        broker.crash();

        assertThat(broker.connect("after").consumer(queue("q"), 1).next().deliveryCount())
                .isEqualTo(1);
    }

    @Test
    void shouldNotMarkAfterAnOrderlyStopWhatNobodyHasSeen() {
        TestConnection before = broker.connect("before");
        before.send(queue("q"), "a", "b");
        Received received = before.consumer(queue("q"), 1);
        before.accept(received.next());

        broker.restart();

        assertThat(broker.connect("after").consumer(queue("q"), 1).next().deliveryCount())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepDeliveryCounts(Ending ending) {
        TestConnection before = broker.connect("before");
        before.send(queue("q"), "a");
        Received received = before.consumer(queue("q"), 100);
        before.settle(received.next(), new Outcome.Modified(true, false, 0));
        before.settle(received.next(), new Outcome.Modified(true, false, 0));
        received.next();
        received.close();

        end(ending);

        assertThat(broker.connect("after").consumer(queue("q"), 1).next().deliveryCount())
                .isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepDurableSubscriptionsWithTheirCursors(Ending ending) {
        TestConnection before = broker.connect("before");
        Received one = before.durable(topic("t"), "before", "one", false, 10);
        before.durable(topic("t"), "before", "two", false, 0).close();
        before.send(topic("t"), "a", "b");
        before.accept(one.next());

        end(ending);

        TestConnection after = broker.connect("before");
        assertThat(after.durable(topic("t"), "before", "one", false, 10).nextText())
                .isEqualTo("b");
        Received two = after.durable(topic("t"), "before", "two", false, 10);
        assertThat(two.nextText()).isEqualTo("a");
        assertThat(two.nextText()).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepScheduledMessagesUntilTheirTime(Ending ending) {
        TestConnection before = broker.connect("before");
        long later = broker.clock.millis() + 60_000;
        before.send(before.producer(queue("q")), "later", message -> message.deliverAt(later));

        end(ending);

        Received received = broker.connect("after").consumer(queue("q"), 1);
        assertThat(received.drain(1)).isEmpty();
        received.consumer.credit(2, false);
        broker.clock.advance(Duration.ofSeconds(61));
        assertThat(received.nextText()).isEqualTo("later");
    }

    @Test
    void shouldRollBackOpenTransactionsAfterACrash() {
        TestConnection before = broker.connect("before");
        before.send(queue("q"), "in");
        Producer producer = before.producer(queue("out"));
        Transaction transaction = before.connection.beginTransaction();
        before.sendAsync(producer, "never", message -> message, transaction).value();
        Received received = before.consumer(queue("q"), 1);
        transaction.settle(List.of(received.next()), Outcome.ACCEPTED, true);

        broker.crash();

        assertThat(broker.connect("after").consumer(queue("q"), 1).nextText()).isEqualTo("in");
        assertThat(broker.queue("out").ready()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepCommittedTransactions(Ending ending) {
        TestConnection before = broker.connect("before");
        before.send(queue("in"), "request");
        Received received = before.consumer(queue("in"), 1);
        Producer producer = before.producer(queue("out"));
        Transaction transaction = before.connection.beginTransaction();
        before.sendAsync(producer, "reply", message -> message, transaction).value();
        transaction.settle(List.of(received.next()), Outcome.ACCEPTED, true);
        Answer<Void> committed = new Answer<>();
        transaction.commit(committed);
        committed.value();

        end(ending);

        assertThat(broker.queue("in").ready()).isZero();
        assertThat(broker.connect("after").consumer(queue("out"), 1).nextText()).isEqualTo("reply");
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepLargeMessages(Ending ending) {
        TestConnection before = broker.connect("before");
        LargeBody body = before.connection.openLargeBody();
        byte[] chunk = new byte[100_000];
        for (int i = 0; i < 5; i++) {
            Arrays.fill(chunk, (byte) ('a' + i));
            Answer<Void> written = new Answer<>();
            body.append(chunk.clone(), written);
            written.value();
        }
        Sent sent = new Sent();
        Message large = Message.builder()
                .durable(true)
                .encoded("head".getBytes(StandardCharsets.UTF_8))
                .largeBody(body)
                .build();
        before.producer(queue("q")).send(null, large, null, sent);
        sent.value();

        end(ending);

        TestConnection after = broker.connect("after");
        Delivery delivery = after.consumer(queue("q"), 1).next();
        LargeBody stored = delivery.message().largeBody();
        assertThat(stored.size()).isEqualTo(500_000);
        assertThat(stored.chunks()).isEqualTo(5);
        assertThat(stored.read(3)).hasSize(100_000).containsOnly('d');
        after.accept(delivery);
        assertThat(broker.queue("q").ready()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRememberDeduplicationIds(Ending ending) {
        TestConnection before = broker.connect("before");
        before.send(before.producer(queue("q")), "a", message -> message.deduplicationId("1"));

        end(ending);

        TestConnection after = broker.connect("after");
        after.send(after.producer(queue("q")), "a", message -> message.deduplicationId("1"));
        assertThat(broker.queue("q").ready()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveABacklogLargerThanMemoryWithCheckpointsAndFreedSegments(Ending ending) {
        broker.cacheBytes = 100_000;
        broker.restart();
        TestConnection before = broker.connect("before");
        Producer producer = before.producer(queue("q"));
        String padding = "x".repeat(500);
        Sent last = null;
        for (int i = 0; i < 20_000; i++) {
            last = before.sendAsync(producer, i + " " + padding, message -> message, null);
        }
        last.value();
        Received received = before.consumer(queue("q"), 15_000);
        for (int i = 0; i < 15_000; i++) {
            Delivery delivery = received.next();
            assertThat(TextFormat.text(delivery.message())).startsWith(i + " ");
            before.connection.settle(List.of(delivery), Outcome.ACCEPTED, null);
        }
        before.send(queue("other"), "flushes what was settled before");

        end(ending);

        Received again = broker.connect("after").consumer(queue("q"), 10_000);
        for (int i = 15_000; i < 20_000; i++) {
            assertThat(again.nextText()).startsWith(i + " ");
        }
        assertThat(broker.queue("q").ready()).isZero();
        assertThat(broker.queue("q").delivering()).isEqualTo(5_000);
    }

    @Test
    void shouldRefuseMessagesWhenTheDiskLimitIsReachedAndTakeThemAgainAfterDraining() {
        broker.log = new CommitLogSettings(1 << 20, 6 << 20, 1 << 20);
        broker.restart();
        TestConnection connection = broker.connect("client");
        Producer producer = connection.producer(queue("q"));
        String text = "x".repeat(10_000);
        int accepted = 0;
        BrokerError refusal = null;
        while (refusal == null && accepted < 10_000) {
            Sent sent = connection.sendAsync(producer, text, message -> message, null);
            try {
                sent.value();
                accepted++;
            } catch (AssertionError e) {
                refusal = sent.error();
            }
        }
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(BrokerError.Code.RESOURCE_LIMIT_EXCEEDED);
        assertThat(accepted).isGreaterThan(100);

        Received received = connection.consumer(queue("q"), accepted);
        for (int i = 0; i < accepted; i++) {
            connection.accept(received.next());
        }

        Awaitility.await().until(() -> {
            broker.clock.advance(Duration.ofSeconds(1));
            Sent sent = connection.sendAsync(producer, text, message -> message, null);
            try {
                sent.value();
                return true;
            } catch (AssertionError e) {
                return false;
            }
        });
    }

    @Test
    void shouldNotMarkWhatWasSentAfterTheRestart() {
        TestConnection before = broker.connect("before");
        before.send(queue("q"), "seen");
        before.consumer(queue("q"), 1).next();

        broker.crash();

        TestConnection after = broker.connect("after");
        after.send(queue("q"), "new");
        Received received = after.consumer(queue("q"), 2);
        assertThat(received.next().deliveryCount()).isEqualTo(1);
        assertThat(received.next().deliveryCount()).isZero();
    }

    @Test
    void shouldForgetLargeBodiesOfMessagesThatWereOnlyInMemory() {
        broker.checkpointEveryBytes = 1 << 30;
        TestConnection before = broker.connect("before");
        LargeBody body = before.connection.openLargeBody();
        Answer<Void> written = new Answer<>();
        body.append(new byte[100_000], written);
        written.value();
        Sent sent = new Sent();
        before.producer(queue("q"))
                .send(
                        null,
                        Message.builder()
                                .encoded(new byte[] {'h'})
                                .largeBody(body)
                                .build(),
                        null,
                        sent);
        sent.value();

        broker.restart();

        assertThat(broker.broker().state().largeBodies().count()).isZero();
    }
}
