package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Delivery;
import io.carrick.broker.Message;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.broker.settings.AddressSettingsOverride;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionTest {
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

    private static void commit(Transaction transaction) {
        Answer<Void> answer = new Answer<>();
        transaction.commit(answer);
        answer.value();
    }

    private static void rollback(Transaction transaction) {
        Answer<Void> answer = new Answer<>();
        transaction.rollback(answer);
        answer.value();
    }

    @Test
    void shouldShowSentMessagesOnlyAfterCommitInOrderAndAcrossAddresses() {
        Producer one = connection.producer(queue("one"));
        Producer two = connection.producer(queue("two"));
        Transaction transaction = connection.connection.beginTransaction();
        connection.sendAsync(one, "a", message -> message, transaction).value();
        connection
                .sendAsync(two, "b", message -> message.durable(false), transaction)
                .value();
        connection.sendAsync(one, "c", message -> message, transaction).value();
        assertThat(broker.queue("one").ready()).isZero();

        commit(transaction);

        Received received = connection.consumer(queue("one"), 10);
        assertThat(received.nextText()).isEqualTo("a");
        assertThat(received.nextText()).isEqualTo("c");
        assertThat(connection.consumer(queue("two"), 10).nextText()).isEqualTo("b");
    }

    @Test
    void shouldRollBackIfAMessageIsRefusedAndNobodyHearsThat() {
        broker.settings.put(
                "full",
                AddressSettingsOverride.builder().messagesMax(1L).build().over(AddressSettings.DEFAULT));
        Producer full = connection.producer(queue("full"));
        connection.send(full, "first", message -> message);
        Transaction transaction = connection.connection.beginTransaction();
        connection
                .sendAsync(connection.producer(queue("q")), "a", message -> message, transaction)
                .value();
        connection.sendUnheard(full, "one too many", transaction);
        Answer<Void> committed = new Answer<>();
        transaction.commit(committed);

        assertThat(committed.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
        assertThat(broker.queue("q").ready()).isZero();
    }

    @Test
    void shouldForgetSentMessagesAtRollback() {
        Producer producer = connection.producer(queue("q"));
        Transaction transaction = connection.connection.beginTransaction();
        connection.sendAsync(producer, "never", message -> message, transaction).value();

        rollback(transaction);

        assertThat(broker.queue("q").ready()).isZero();
        assertThat(broker.queue("q").added()).isZero();
    }

    @Test
    void shouldRedeliverInOrderWithCountsAfterRollback() {
        connection.send(queue("q"), "a", "b", "c");
        Received received = connection.consumer(queue("q"), 3);
        Transaction transaction = connection.connection.beginTransaction();
        for (int i = 0; i < 3; i++) {
            transaction.settle(List.of(received.next()), Outcome.ACCEPTED, true);
        }

        rollback(transaction);
        received.consumer.credit(6, false);

        for (String expected : List.of("a", "b", "c")) {
            Delivery delivery = received.next();
            assertThat(TextFormat.text(delivery.message())).isEqualTo(expected);
            assertThat(delivery.deliveryCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotLetReleasedMessagesOvertakeThoseThatComeBackAfterRollback() {
        connection.send(queue("q"), "poison", "fine");
        Received received = connection.consumer(queue("q"), 2);
        Transaction transaction = connection.connection.beginTransaction();
        transaction.settle(List.of(received.next()), Outcome.ACCEPTED, true);
        Delivery prefetched = received.next();
        Answer<Void> answer = new Answer<>();

        transaction.rollback(answer);
        connection.connection.settle(List.of(prefetched), Outcome.RELEASED, null);
        received.consumer.credit(4, false);

        assertThat(received.nextText()).isEqualTo("poison");
        assertThat(received.nextText()).isEqualTo("fine");
    }

    @Test
    void shouldLeaveUnsettledDeliveriesWithTheClientAtRollback() {
        connection.send(queue("q"), "a");
        Received received = connection.consumer(queue("q"), 1);
        Delivery delivery = received.next();
        Transaction transaction = connection.connection.beginTransaction();
        transaction.settle(List.of(delivery), Outcome.ACCEPTED, false);

        rollback(transaction);

        assertThat(broker.queue("q").delivering()).isEqualTo(1);
        connection.settle(delivery, Outcome.RELEASED);
        received.consumer.credit(2, false);
        assertThat(received.next().deliveryCount()).isEqualTo(1);
    }

    @Test
    void shouldRollBackWhatCanNotBeCommitted() {
        connection.send(queue("q"), "a");
        Producer producer = connection.producer(queue("q"));
        Transaction transaction = connection.connection.beginTransaction();
        connection.sendAsync(producer, "never", message -> message, transaction).value();
        transaction.rollbackOnly(new BrokerError(Code.NOT_FOUND, "no such address"));
        Answer<Void> answer = new Answer<>();

        transaction.commit(answer);

        assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
        assertThat(answer.error().text()).contains("no such address");
        assertThat(broker.queue("q").ready()).isEqualTo(1);
    }

    @Test
    void shouldRollBackWhenTheConnectionCloses() {
        connection.send(queue("q"), "a");
        TestConnection lost = broker.connect("lost");
        Received received = lost.consumer(queue("q"), 1);
        Transaction transaction = lost.connection.beginTransaction();
        transaction.settle(List.of(received.next()), Outcome.ACCEPTED, true);
        lost.sendAsync(lost.producer(queue("q")), "never", message -> message, transaction)
                .value();

        lost.connection.close();

        assertThat(connection.consumer(queue("q"), 10).nextText()).isEqualTo("a");
        assertThat(broker.queue("q").added()).isEqualTo(1);
    }

    @Test
    void shouldCommitSettlementsOfAConsumerThatHasClosed() {
        connection.send(queue("q"), "a");
        Received received = connection.consumer(queue("q"), 1);
        Transaction transaction = connection.connection.beginTransaction();
        transaction.settle(List.of(received.next()), Outcome.ACCEPTED, true);
        received.close();

        commit(transaction);

        assertThat(broker.queue("q").ready() + broker.queue("q").delivering()).isZero();
    }

    @Test
    void shouldCommitWhatWasSentToAnAddressThatIsStillBeingCreated() {
        Producer anonymous = connection.producer(null);
        Transaction transaction = connection.connection.beginTransaction();
        Sent sent = new Sent();
        Answer<Void> committed = new Answer<>();

        anonymous.send(
                queue("new"),
                Message.builder().durable(true).encoded(new byte[] {'a'}).build(),
                transaction,
                sent);
        transaction.commit(committed);

        sent.value();
        committed.value();
        assertThat(broker.queue("new").ready()).isEqualTo(1);
    }
}
