package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.core.TestConnection.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which message: groups, exclusive consumers, selectors, browsers. */
class DistributionTest {
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

    private void sendGroup(Producer producer, String group, String... texts) {
        for (String text : texts) {
            connection.send(producer, text, message -> message.groupId(group));
        }
    }

    @Test
    void shouldGiveAGroupInOrderToTheNextConsumerWhenItsOwnerLeaves() {
        TestConnection lost = broker.connect("lost");
        Received owner = lost.consumer(queue("q"), 2);
        Received heir = connection.consumer(queue("q"), 100);
        Producer producer = connection.producer(queue("q"));
        sendGroup(producer, "g", "1", "2", "3", "4");
        assertThat(owner.nextText()).isEqualTo("1");
        assertThat(owner.nextText()).isEqualTo("2");
        assertThat(heir.deliveries).isEmpty();

        lost.connection.close();
        sendGroup(producer, "g", "5");

        for (String expected : List.of("1", "2", "3", "4", "5")) {
            assertThat(heir.nextText()).isEqualTo(expected);
        }
    }

    @Test
    void shouldReturnAMessageToItsPlaceAmongThoseReservedForItsOwner() {
        Received owner = connection.consumer(queue("q"), 1);
        Received other = connection.consumer(queue("q"), 100);
        sendGroup(connection.producer(queue("q")), "g", "1", "2", "3");

        connection.settle(owner.next(), Outcome.RELEASED);
        owner.consumer.credit(4, false);

        assertThat(owner.nextText()).isEqualTo("1");
        assertThat(owner.nextText()).isEqualTo("2");
        assertThat(owner.nextText()).isEqualTo("3");
        assertThat(other.deliveries).isEmpty();
    }

    @Test
    void shouldNotDeliverReservedMessagesThatHaveExpiredOrWerePurged() {
        Received owner = connection.consumer(queue("q"), 1);
        connection.consumer(queue("q"), 100);
        Producer producer = connection.producer(queue("q"));
        sendGroup(producer, "g", "held");
        long expiry = broker.clock.millis() + 1000;
        connection.send(producer, "expires", message -> message.groupId("g").expiryTime(expiry));
        broker.clock.advance(Duration.ofSeconds(2));
        assertThat(connection.consumer(queue("ExpiryQueue"), 1).nextText()).endsWith("expires");
        sendGroup(producer, "g", "purged");
        BrokerFixture.await(broker.broker().administration().purge("q"));
        sendGroup(producer, "g", "stays");

        owner.consumer.credit(2, false);

        assertThat(owner.nextText()).isEqualTo("held");
        assertThat(owner.nextText()).isEqualTo("stays");
    }

    @Test
    void shouldLetStandByConsumersTakeOverInTurn() {
        TestConnection lost = broker.connect("lost");
        Received first = lost.consumer(exclusive(), 1);
        Received second = connection.consumer(exclusive(), 100);
        connection.send(queue("q"), "1", "2");
        assertThat(first.nextText()).isEqualTo("1");
        assertThat(second.deliveries).isEmpty();

        lost.connection.close();

        assertThat(second.nextText()).isIn("1", "2");
        assertThat(second.nextText()).isIn("1", "2");
    }

    @Test
    void shouldGoOnBehindAMessageThatTheExclusiveConsumerHasRefused() {
        Received active = connection.consumer(exclusive(), 100);
        Received standBy = connection.consumer(exclusive(), 100);
        connection.send(queue("q"), "refused");

        connection.settle(active.next(), new Outcome.Modified(false, true, 0));
        connection.send(queue("q"), "next");

        assertThat(active.nextText()).isEqualTo("next");
        active.close();
        assertThat(standBy.nextText()).isIn("refused", "next");
    }

    private static ConsumerRequest exclusive() {
        return new ConsumerRequest(queue("q"), "link", null, false, null, false, false, true);
    }

    @Test
    void shouldServeManySelectorsOnOneQueue() {
        List<Received> consumers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            consumers.add(connection.consumer(queue("q"), "n = '" + i + "'", 10));
        }
        for (int i = 199; i >= 0; i--) {
            connection.send(queue("q"), "n=" + i % 100 + "\n" + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(consumers.get(i).nextText()).endsWith("\n" + (i + 100));
            assertThat(consumers.get(i).nextText()).endsWith("\n" + i);
        }
        assertThat(broker.queue("q").ready()).isZero();
    }

    @Test
    void shouldBrowseWhatNobodyHoldsWhileOthersConsume() {
        connection.send(queue("q"), "a", "b", "c", "d");
        Received consumer = connection.consumer(queue("q"), 1);
        Delivery held = consumer.next();
        Received browser = connection.browser(queue("q"), 1);
        assertThat(browser.nextText()).isEqualTo("b");

        connection.accept(held);
        consumer.consumer.credit(3, false);
        connection.accept(consumer.next(), consumer.next());

        assertThat(browser.drain(10)).containsExactly("d");
        assertThat(broker.queue("q").ready()).isEqualTo(1);
    }
}
