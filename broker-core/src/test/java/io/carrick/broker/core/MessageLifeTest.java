package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.AddressSettings.WhenFull;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Consumer;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.broker.settings.AddressSettingsOverride;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When messages come back, expire, die or are too many. */
class MessageLifeTest {
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

    private void settings(String name, AddressSettingsOverride.Builder builder) {
        broker.settings.put(name, builder.build().over(AddressSettings.DEFAULT));
    }

    private static AddressSettingsOverride.Builder set() {
        return AddressSettingsOverride.builder();
    }

    @Test
    void shouldRefuseWhatIsTooMuchEvenIfItComesAllAtOnce() {
        settings("q", set().messagesMax(3L));
        Producer producer = connection.producer(queue("q"));
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sent.add(connection.sendAsync(producer, "m" + i, message -> message, null));
        }

        for (int i = 0; i < 3; i++) {
            sent.get(i).value();
        }
        assertThat(sent.get(3).error().code()).isEqualTo(Code.RESOURCE_LIMIT_EXCEEDED);
        assertThat(broker.queue("q").ready()).isEqualTo(3);
        connection.accept(connection.consumer(queue("q"), 1).next());
        connection.send(producer, "again", message -> message);
    }

    @Test
    void shouldDropTheOldestEvenIfMessagesComeAllAtOnce() {
        settings("q", set().messagesMax(3L).whenFull(WhenFull.DROP_OLDEST));
        Producer producer = connection.producer(queue("q"));
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(connection.sendAsync(producer, "m" + i, message -> message, null));
        }
        sent.forEach(Sent::value);
        await().until(() -> broker.queue("q").ready() == 3);

        Received received = connection.consumer(queue("q"), 10);

        assertThat(List.of(received.nextText(), received.nextText(), received.nextText()))
                .containsExactly("m47", "m48", "m49");
    }

    @Test
    void shouldCountTransactedMessagesAgainstTheLimit() {
        settings("q", set().messagesMax(1L));
        Producer producer = connection.producer(queue("q"));
        Transaction transaction = connection.connection.beginTransaction();
        connection.sendAsync(producer, "a", message -> message, transaction).value();
        assertThat(connection
                        .sendAsync(producer, "b", message -> message, null)
                        .error()
                        .code())
                .isEqualTo(Code.RESOURCE_LIMIT_EXCEEDED);
        Answer<Void> answer = new Answer<>();
        transaction.rollback(answer);
        answer.value();

        connection.send(producer, "c", message -> message);
    }

    @Test
    void shouldWaitLongerBeforeEachRedeliveryAlsoAfterARestart() {
        settings("q", set().redeliveryDelay(Duration.ofSeconds(10)).redeliveryDelayMultiplier(2.0));
        connection.send(queue("q"), "a");
        Received received = connection.consumer(queue("q"), 10);
        connection.settle(received.next(), new Outcome.Modified(true, false, 0));
        broker.clock.advance(Duration.ofSeconds(11));
        connection.settle(received.next(), new Outcome.Modified(true, false, 0));

        broker.restart();

        connection = broker.connect("after");
        Received after = connection.consumer(queue("q"), 10);
        broker.clock.advance(Duration.ofSeconds(15));
        assertThat(after.drain(10)).isEmpty();
        after.consumer.credit(20, false);
        broker.clock.advance(Duration.ofSeconds(6));
        assertThat(after.next().deliveryCount()).isEqualTo(2);
    }

    private int loseConsumer(int credit) {
        Received received = broker.connect("fragile").consumer(queue("q"), credit);
        Delivery first = received.next();
        for (int i = 1; i < credit; i++) {
            received.next();
        }
        received.close(Consumer.Close.LOST);
        return first.deliveryCount();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBuryTheFirstMessageWithWhichConsumersVanishTooOften(boolean durable) {
        settings("q", set().deliveryLossesMax(3));
        Producer producer = connection.producer(queue("q"));
        for (String text : List.of("poison", "innocent", "bystander")) {
            connection.send(producer, text, message -> message.durable(durable));
        }

        assertThat(loseConsumer(3)).isZero();
        if (durable) {
            broker.restart();
            connection = broker.connect("again");
        }
        assertThat(loseConsumer(3)).isEqualTo(1);
        assertThat(loseConsumer(3)).isEqualTo(2);

        assertThat(connection.consumer(queue("DLQ.q"), 1).nextText())
                .contains("x-opt-ORIG-REASON=lost 3 times with its consumer")
                .endsWith("poison");
        Received after = connection.consumer(queue("q"), 10);
        Delivery innocent = after.next();
        assertThat(TextFormat.text(innocent.message())).isEqualTo("innocent");
        assertThat(innocent.deliveryCount()).isEqualTo(3);
        assertThat(after.nextText()).isEqualTo("bystander");
        assertThat(broker.queue("q").deadLettered()).isEqualTo(1);
    }

    @Test
    void shouldNotHoldItAgainstAMessageThatItsConsumersLeaveInGoodOrder() {
        settings("q", set().deliveryLossesMax(2));
        connection.send(queue("q"), "a");
        for (int i = 0; i < 5; i++) {
            Received received = connection.consumer(queue("q"), 1);
            assertThat(received.next().deliveryCount()).isEqualTo(Math.min(i, 1));
            received.close();
        }

        assertThat(connection.consumer(queue("q"), 1).nextText()).isEqualTo("a");
        assertThat(broker.queue("q").deadLettered()).isZero();
    }

    @Test
    void shouldKeepInTheDeadLetterAddressWhatIsLostTooOften() {
        settings("q", set().deliveryLossesMax(1).deadLetterAddress("q"));
        connection.send(queue("q"), "a");
        for (int i = 0; i < 3; i++) {
            assertThat(loseConsumer(1)).isEqualTo(i);
        }

        assertThat(connection.consumer(queue("q"), 1).nextText()).isEqualTo("a");
    }

    @Test
    void shouldExpireAHeldMessageOnlyWhenItReturns() {
        long expiry = broker.clock.millis() + 1000;
        connection.send(connection.producer(queue("q")), "a", message -> message.expiryTime(expiry));
        TestConnection holder = broker.connect("holder");
        holder.consumer(queue("q"), 1).next();
        broker.clock.advance(Duration.ofSeconds(2));
        assertThat(broker.queue("q").delivering()).isEqualTo(1);

        holder.connection.close();

        assertThat(connection.consumer(queue("ExpiryQueue"), 1).nextText()).endsWith("a");
        assertThat(broker.queue("q").expired()).isEqualTo(1);
    }

    @Test
    void shouldExpireAfterACrashWhatWasHeldWhenItsTimeCame() {
        long expiry = broker.clock.millis() + 1000;
        connection.send(connection.producer(queue("q")), "a", message -> message.expiryTime(expiry));
        connection.consumer(queue("q"), 1).next();
        broker.clock.advance(Duration.ofSeconds(2));
        broker.queue("q");
        assertThat(broker.queue("q").delivering()).isEqualTo(1);
        String before = broker.newestCheckpoint();
        connection.send(queue("other"), "x".repeat((int) broker.checkpointEveryBytes));
        await().until(() -> !broker.newestCheckpoint().equals(before));

        broker.crash();
        broker.clock.advance(Duration.ofSeconds(61));

        connection = broker.connect("after");
        assertThat(connection.consumer(queue("ExpiryQueue"), 1).nextText()).endsWith("a");
    }

    @Test
    void shouldMoveWhatASubscriptionCanNotTakeToItsOwnDeadLetterQueue() {
        Received one = connection.durable(topic("t"), "client", "one", false, 10);
        Received two = connection.durable(topic("t"), "client", "two", false, 10);
        connection.send(topic("t"), "a");

        connection.settle(one.next(), new Outcome.Rejected("app:bad", null));
        connection.accept(two.next());

        assertThat(connection.consumer(queue("DLQ.one"), 1).nextText())
                .contains("x-opt-ORIG-ADDRESS=t", "x-opt-ORIG-QUEUE=one", "app:bad");
        assertThat(broker.queue("t::two").deadLettered()).isZero();
    }

    @Test
    void shouldKeepWhatIsRejectedInADeadLetterQueueWhoseNameEndsAlike() {
        broker.settings.put("q", set().deadLetterAddress("%s.dead").build().over(AddressSettings.DEFAULT));
        broker.settings.put("q.dead", set().deadLetterAddress("%s.dead").build().over(AddressSettings.DEFAULT));
        connection.send(queue("q"), "a");
        connection.settle(connection.consumer(queue("q"), 1).next(), new Outcome.Rejected(null, null));

        Received dead = connection.consumer(queue("q.dead"), 1);
        connection.settle(dead.next(), new Outcome.Rejected(null, null));

        assertThat(broker.queue("q.dead").ready()).isEqualTo(1);
    }

    @Test
    void shouldMoveThousandsThatExpireAtOnceThoughTheirQueueMustBeMadeFirst() {
        long expiry = broker.clock.millis() + 1000;
        Producer producer = connection.producer(queue("q"));
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            sent.add(connection.sendAsync(producer, "m", message -> message.expiryTime(expiry), null));
        }
        sent.forEach(Sent::value);

        broker.clock.advance(Duration.ofSeconds(2));

        await().until(() -> broker.queue("q").expired() == 5000);
        assertThat(broker.queue("ExpiryQueue").ready()).isEqualTo(5000);
        assertThat(BrokerFixture.await(broker.broker().administration().status())
                        .expired())
                .isEqualTo(5000);
    }

    @Test
    void shouldDropDuplicatesOfMessagesInMemory() {
        Producer producer = connection.producer(queue("q"));
        for (int i = 0; i < 2; i++) {
            connection.send(producer, "a", message -> message.durable(false).deduplicationId("1"));
        }

        assertThat(broker.queue("q").ready()).isEqualTo(1);
    }

    @Test
    void shouldGiveMessagesWithoutExpiryTheDefaultTimeToLive() {
        settings("q", set().defaultTimeToLive(Duration.ofSeconds(5)));
        Producer producer = connection.producer(queue("q"));
        long own = broker.clock.millis() + 60_000;
        connection.send(producer, "default", message -> message);
        connection.send(producer, "own", message -> message.expiryTime(own));

        broker.clock.advance(Duration.ofSeconds(6));

        assertThat(connection.consumer(queue("ExpiryQueue"), 1).nextText()).endsWith("default");
        assertThat(connection.consumer(queue("q"), 1).nextText()).isEqualTo("own");
    }

    @Test
    void shouldKeepWrittenMessagesThroughTheDeathOfTheProcess() {
        settings("q", set().durability(AddressSettings.Durability.WRITTEN));
        connection.send(queue("q"), "a", "b");

        broker.crash();
        connection = broker.connect("client");

        Received received = connection.consumer(queue("q"), 2);
        assertThat(received.nextText()).isEqualTo("a");
        assertThat(received.nextText()).isEqualTo("b");
    }
}
