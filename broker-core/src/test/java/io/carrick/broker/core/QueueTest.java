package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.core.TestConnection.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueTest {
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
        broker.close();
    }

    @Test
    void shouldDeliverInOrderAndForgetWhatIsAccepted() {
        connection.send(queue("q"), "a", "b", "c");
        Received received = connection.consumer(queue("q"), 10);

        assertThat(received.nextText()).isEqualTo("a");
        Delivery b = received.next();
        Delivery c = received.next();
        connection.accept(b, c);

        assertThat(broker.queue("q").delivering()).isEqualTo(1);
        assertThat(broker.queue("q").ready()).isZero();
    }

    @Test
    void shouldDeliverWhatArrivesLaterToAWaitingConsumer() {
        Received received = connection.consumer(queue("q"), 10);

        connection.send(queue("q"), "a");

        assertThat(received.nextText()).isEqualTo("a");
    }

    @Test
    void shouldDeliverHigherPrioritiesFirst() {
        Producer producer = connection.producer(queue("q"));
        for (int priority : new int[] {4, 9, 0, 5, 9}) {
            connection.send(producer, "p" + priority, message -> message.priority(priority));
        }

        Received received = connection.consumer(queue("q"), 10);

        assertThat(List.of(received.nextText(), received.nextText(), received.nextText(), received.nextText()))
                .containsExactly("p9", "p9", "p5", "p4");
    }

    @Test
    void shouldNotGoBeyondCredit() {
        connection.send(queue("q"), "a", "b", "c");
        Received received = connection.consumer(queue("q"), 2);
        received.next();
        received.next();

        assertThat(broker.queue("q").delivering()).isEqualTo(2);
        received.consumer.credit(3, false);

        assertThat(received.nextText()).isEqualTo("c");
    }

    @Test
    void shouldAnswerADrainWithWhatIsThere() {
        Received received = connection.consumer(queue("q"), 0);
        assertThat(received.drain(5)).isEmpty();

        connection.send(queue("q"), "a", "b");

        assertThat(received.drain(10)).containsExactly("a", "b");
    }

    @Test
    void shouldReturnReleasedMessagesToTheirPlaceUnmarked() {
        connection.send(queue("q"), "a", "b");
        Received received = connection.consumer(queue("q"), 1);

        connection.settle(received.next(), Outcome.RELEASED);
        Delivery again = connection.consumer(queue("q"), 1).next();

        assertThat(TextFormat.text(again.message())).isEqualTo("a");
        assertThat(again.deliveryCount()).isZero();
    }

    @Test
    void shouldCountFailedDeliveriesAndMoveTheLastToTheDeadLetterQueue() {
        connection.send(queue("q"), "poison");
        Received received = connection.consumer(queue("q"), 100);

        for (int attempt = 0; attempt < 10; attempt++) {
            Delivery delivery = received.next();
            assertThat(delivery.deliveryCount()).isEqualTo(attempt);
            connection.settle(delivery, new Outcome.Modified(true, false, 0));
        }

        String dead = connection.consumer(queue("DLQ.q"), 1).nextText();
        assertThat(dead)
                .contains("x-opt-ORIG-ADDRESS=q")
                .contains("delivery failed 10 times")
                .endsWith("poison");
        assertThat(broker.queue("q").deadLettered()).isEqualTo(1);
        assertThat(broker.queue("q").ready() + broker.queue("q").delivering()).isZero();
    }

    @Test
    void shouldMoveRejectedMessagesToTheDeadLetterQueue() {
        connection.send(queue("q"), "bad");
        Received received = connection.consumer(queue("q"), 1);

        connection.settle(received.next(), new Outcome.Rejected("app:invalid", "cannot parse"));

        assertThat(connection.consumer(queue("DLQ.q"), 1).nextText()).contains("app:invalid: cannot parse");
    }

    @Test
    void shouldMarkWhatALostConsumerHeldAsRedelivered() {
        connection.send(queue("q"), "a");
        TestConnection lost = broker.connect("lost");
        lost.consumer(queue("q"), 1).next();

        lost.connection.close();
        Delivery again = connection.consumer(queue("q"), 1).next();

        assertThat(again.deliveryCount()).isEqualTo(1);
        assertThat(again.firstAcquirer()).isFalse();
    }

    @Test
    void shouldDeliverOnlyWhatTheSelectorMatches() {
        Received red = connection.consumer(queue("q"), "colour = 'red'", 10);
        Received blue = connection.consumer(queue("q"), "colour = 'blue'", 10);

        connection.send(queue("q"), "colour=blue\n1", "colour=red\n2", "colour=green\n3", "colour=blue\n4");

        assertThat(blue.nextText()).endsWith("1");
        assertThat(red.nextText()).endsWith("2");
        assertThat(blue.nextText()).endsWith("4");
        assertThat(connection.consumer(queue("q"), 10).nextText()).endsWith("3");
    }

    @Test
    void shouldExpireExactlyNotOnlyAtTheHead() {
        Producer producer = connection.producer(queue("q"));
        connection.send(producer, "stays", message -> message);
        long expiry = broker.clock.millis() + 1000;
        connection.send(producer, "goes", message -> message.expiryTime(expiry));

        broker.clock.advance(Duration.ofSeconds(2));

        assertThat(connection.consumer(queue("ExpiryQueue"), 1).nextText()).endsWith("goes");
        assertThat(broker.queue("q").ready()).isEqualTo(1);
        assertThat(broker.queue("q").expired()).isEqualTo(1);
    }

    @Test
    void shouldDeliverADelayedMessageWhenItsTimeHasCome() {
        Producer producer = connection.producer(queue("q"));
        long later = broker.clock.millis() + 60_000;
        connection.send(producer, "later", message -> message.deliverAt(later));
        connection.send(producer, "now", message -> message);
        Received received = connection.consumer(queue("q"), 10);
        assertThat(received.nextText()).isEqualTo("now");

        broker.clock.advance(Duration.ofSeconds(61));

        assertThat(received.nextText()).isEqualTo("later");
    }

    @Test
    void shouldShowABrowserWhatIsThereAndTakeNothing() {
        connection.send(queue("q"), "a", "b");

        Received browser = connection.browser(queue("q"), 0);

        assertThat(browser.drain(10)).containsExactly("a", "b");
        assertThat(broker.queue("q").ready()).isEqualTo(2);
    }

    @Test
    void shouldKeepAMessageGroupWithOneConsumer() {
        Received one = connection.consumer(queue("q"), 100);
        Received two = connection.consumer(queue("q"), 100);
        Producer producer = connection.producer(queue("q"));

        for (int i = 0; i < 20; i++) {
            String group = "g" + i % 4;
            connection.send(producer, group, message -> message.groupId(group));
        }
        connection.send(producer, "end", message -> message);
        connection.send(producer, "end", message -> message);

        Awaitility.await().until(() -> one.deliveries.size() + two.deliveries.size() == 22);
        List<String> first = one.deliveries.stream()
                .map(d -> TextFormat.text(d.message()))
                .distinct()
                .toList();
        assertThat(two.deliveries.stream()
                        .map(d -> TextFormat.text(d.message()))
                        .filter(t -> !t.equals("end")))
                .isNotEmpty()
                .noneMatch(first::contains);
    }

    @Test
    void shouldDropDuplicates() {
        Producer producer = connection.producer(queue("q"));

        connection.send(producer, "a", message -> message.deduplicationId("1"));
        connection.send(producer, "a again", message -> message.deduplicationId("1"));
        connection.send(producer, "b", message -> message.deduplicationId("2"));

        assertThat(broker.queue("q").ready()).isEqualTo(2);
    }

    @Test
    void shouldDeliverNonDurableMessages() {
        Producer producer = connection.producer(queue("q"));
        connection.send(producer, "volatile", message -> message.durable(false));

        Delivery delivery = connection.consumer(queue("q"), 1).next();
        connection.accept(delivery);

        assertThat(TextFormat.text(delivery.message())).isEqualTo("volatile");
        assertThat(broker.queue("q").ready() + broker.queue("q").delivering()).isZero();
    }

    @Test
    void shouldKeepTheOrderOfNonDurableMessagesWhenMemoryForThemRunsOut() {
        broker.memoryOnlyBytes = 5_000;
        broker.restart();
        connection = broker.connect("client");
        Producer producer = connection.producer(queue("q"));
        for (int i = 0; i < 100; i++) {
            connection.send(producer, "" + i, message -> message.durable(false));
        }
        Received received = connection.consumer(queue("q"), 60);
        for (int i = 0; i < 60; i++) {
            Delivery delivery = received.next();
            assertThat(TextFormat.text(delivery.message())).isEqualTo("" + i);
            connection.accept(delivery);
        }
        for (int i = 100; i < 150; i++) {
            connection.send(producer, "" + i, message -> message.durable(false));
        }

        received.consumer.credit(150, false);

        for (int i = 60; i < 150; i++) {
            assertThat(received.nextText()).isEqualTo("" + i);
        }
    }

    @Test
    void shouldPurgeAllButWhatConsumersHold() {
        connection.send(queue("q"), "a", "b", "c");
        Received received = connection.consumer(queue("q"), 1);
        received.next();

        long purged = BrokerFixture.await(broker.broker().administration().purge("q"));

        assertThat(purged).isEqualTo(2);
        assertThat(broker.queue("q").delivering()).isEqualTo(1);
    }
}
