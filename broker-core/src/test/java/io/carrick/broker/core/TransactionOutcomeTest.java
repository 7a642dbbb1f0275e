package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.broker.state.TransactionOutcomes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that has lost the answer to a commit asks over another connection of the same container. */
class TransactionOutcomeTest {
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

    private Transaction begunWith(boolean durable) {
        Transaction transaction = connection.connection.beginTransaction();
        Sent sent = connection.sendAsync(
                connection.producer(queue("q")), "m", message -> message.durable(durable), transaction);
        sent.value();
        return transaction;
    }

    private static void commit(Transaction transaction) {
        Answer<Void> answer = new Answer<>();
        transaction.commit(answer);
        answer.value();
    }

    private Answer<Void> ask(String containerId, long id) {
        Answer<Void> answer = new Answer<>();
        broker.connect(containerId).connection.transactionOutcome(id, answer);
        return answer;
    }

    @Test
    void shouldKnowACommit() {
        Transaction transaction = begunWith(true);
        commit(transaction);
        ask("client", transaction.id()).value();
    }

    @Test
    void shouldKnowACommitOfNothingThatIsStored() {
        Transaction transaction = begunWith(false);
        commit(transaction);
        ask("client", transaction.id()).value();
    }

    @Test
    void shouldKnowACommitAfterACrash() {
        Transaction transaction = begunWith(true);
        commit(transaction);
        broker.crash();
        ask("client", transaction.id()).value();
    }

    @Test
    void shouldKnowACommitAfterACheckpointAndARestart() {
        Transaction transaction = begunWith(true);
        commit(transaction);
        for (int i = 0; i < 2; i++) {
            connection.send(queue("filler"), "x".repeat((int) broker.checkpointEveryBytes));
            broker.restart();
            connection = broker.connect("client");
        }
        ask("client", transaction.id()).value();
    }

    @Test
    void shouldNotKnowWhatWasRolledBackOrNeverWas() {
        Transaction transaction = begunWith(true);
        Answer<Void> answer = new Answer<>();
        transaction.rollback(answer);
        answer.value();
        assertThat(ask("client", transaction.id()).error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
        assertThat(ask("client", 0).error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
    }

    @Test
    void shouldRollBackWhatIsStillOpenSoThatALateCommitFails() {
        Transaction transaction = begunWith(true);

        assertThat(ask("client", transaction.id()).error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);

        Answer<Void> late = new Answer<>();
        transaction.commit(late);
        assertThat(late.error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
        assertThat(broker.queue("q").ready()).isZero();
    }

    @Test
    void shouldNotLetAnotherContainerEndIt() {
        Transaction transaction = begunWith(true);

        assertThat(ask("other", transaction.id()).error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);

        commit(transaction);
        assertThat(broker.queue("q").ready()).isOne();
    }

    @Test
    void shouldAnswerACommitUnderWayWhenItIsDecided() {
        Transaction transaction = begunWith(true);
        Answer<Void> first = new Answer<>();
        transaction.commit(first);
        ask("client", transaction.id()).value();
        first.value();
    }

    @Test
    void shouldForgetNoCommitBeforeTenMinutesAndEachAfterTwenty() {
        long minute = 60_000;
        for (long start = 0; start < 20; start++) {
            TransactionOutcomes outcomes = new TransactionOutcomes();
            outcomes.committed(1, start * minute);
            outcomes.committed(2, (start + 10) * minute - 1);
            assertThat(outcomes.isCommitted(1)).isTrue();
            outcomes.committed(3, (start + 20) * minute);
            assertThat(outcomes.isCommitted(1)).isFalse();
        }
    }

    @Test
    void shouldForgetNothingWhenTheClockIsSetBack() {
        TransactionOutcomes outcomes = new TransactionOutcomes();
        outcomes.committed(1, 100 * TransactionOutcomes.KEPT_MIN_MILLIS);
        outcomes.committed(2, TransactionOutcomes.KEPT_MIN_MILLIS);
        assertThat(outcomes.isCommitted(1)).isTrue();
        assertThat(outcomes.isCommitted(2)).isTrue();
    }
}
