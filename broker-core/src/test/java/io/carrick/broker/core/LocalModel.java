package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.core.LocalTransactionModel.Phase;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/**
 * A broker and a model of its local transactions: each operation is done to both, and the broker's answer must be the
 * model's. What only the client of a transaction can do is not done when the transaction is no more reachable. For one
 * thread.
 */
final class LocalModel implements AutoCloseable {
    private final ModelledBroker broker;
    private final List<LocalTransactionModel> transactions = new ArrayList<>();
    private final Set<Long> ids = new HashSet<>();
    private final Set<String> available = new TreeSet<>();
    private int texts;

    LocalModel(long seed, PlantedFault fault) throws IOException {
        broker = ModelledBroker.open(seed, fault);
    }

    /** All that were ever begun, the oldest first. */
    List<LocalTransactionModel> transactions() {
        return Collections.unmodifiableList(transactions);
    }

    int available() {
        return available.size();
    }

    private String newText() {
        return "m" + ++texts;
    }

    /** A message that is in the queue without any transaction. */
    void offer(int client) {
        String text = newText();
        broker.connection(client).send(queue("q"), text);
        available.add(text);
    }

    // --- work

    LocalTransactionModel begin(int client) {
        LocalTransactionModel begun = new LocalTransactionModel(
                client, broker.connection(client).connection.beginTransaction());
        assertThat(ids.add(begun.transaction.id())).as("a new id").isTrue();
        transactions.add(begun);
        return begun;
    }

    void send(LocalTransactionModel in) {
        if (!in.reachable) {
            return;
        }
        String text = newText();
        Sent sent = broker.connection(in.owner)
                .sendAsync(broker.producer(in.owner), text, message -> message, in.transaction);
        if (in.phase.takesWork()) {
            sent.value();
            in.sent.add(text);
            in.hadRecord = true;
        } else {
            assertThat(sent.error()).as("too late").isNotNull();
        }
    }

    /** Without anything in the queue, nothing is done. */
    void receive(LocalTransactionModel in) throws InterruptedException {
        if (!in.reachable || available.isEmpty()) {
            return;
        }
        Received consumer = broker.connection(in.owner).consumer(queue("q"), 1);
        Delivery delivery = ModelledBroker.next(consumer);
        String text = TextFormat.text(delivery.message());
        assertThat(available).contains(text);
        in.transaction.settle(List.of(delivery), Outcome.ACCEPTED, true);
        if (in.phase.takesWork()) {
            available.remove(text);
            in.received.add(text);
            in.hadRecord = true;
        }
        consumer.close();
    }

    // --- ends

    private void over(LocalTransactionModel transaction, Phase outcome) {
        available.addAll(transaction.over(outcome));
    }

    void commit(LocalTransactionModel transaction) {
        if (!transaction.reachable) {
            return;
        }
        Answer<Void> answer = new Answer<>();
        transaction.transaction.commit(answer);
        switch (transaction.phase) {
            case OPEN -> {
                answer.value();
                over(transaction, Phase.COMMITTED);
            }
            case DOOMED, RELEASED -> {
                assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
                over(transaction, Phase.ROLLED_BACK);
            }
            default ->
                assertThat(answer.error().code())
                        .isEqualTo(transaction.released ? Code.TRANSACTION_ROLLBACK : Code.TRANSACTION_UNKNOWN);
        }
    }

    void rollback(LocalTransactionModel transaction) {
        if (!transaction.reachable) {
            return;
        }
        Answer<Void> answer = new Answer<>();
        transaction.transaction.rollback(answer);
        if (transaction.phase.isOpen()) {
            answer.value();
            over(transaction, Phase.ROLLED_BACK);
        } else if (transaction.released) {
            answer.value();
        } else {
            assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
        }
    }

    void timeOut(LocalTransactionModel transaction) {
        if (transaction.reachable) {
            transaction.transaction.rollbackOnly(new BrokerError(Code.TRANSACTION_TIMEOUT, "too old"));
            transaction.phase = transaction.phase == Phase.OPEN ? Phase.DOOMED : transaction.phase;
        }
    }

    /** An operator rolls it back. */
    void operate(LocalTransactionModel transaction) {
        Code refusal = null;
        try {
            broker.broker()
                    .administration()
                    .transactions()
                    .decide(new TransactionName.Local(transaction.transaction.id()), TransactionVerb.ROLLBACK)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            refusal = ((BrokerException) e.getCause()).error().code();
        }
        if (transaction.phase.isOpen()) {
            assertThat(refusal).isNull();
            over(transaction, Phase.RELEASED);
            transaction.released = true;
        } else {
            boolean committed = transaction.phase == Phase.COMMITTED;
            assertThat(refusal).isEqualTo(committed ? Code.ILLEGAL_STATE : Code.TRANSACTION_UNKNOWN);
        }
    }

    /** Asks what has become of it, over another connection of its container, or of another one. */
    void ask(LocalTransactionModel about, boolean own) {
        TestConnection asking = new TestConnection(broker.broker(), "client-" + (own ? about.owner : 1 - about.owner));
        Answer<Void> answer = outcome(asking, about);
        if (about.phase == Phase.COMMITTED) {
            answer.value();
        } else if (!about.phase.isOpen() || !own) {
            assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
        } else {
            assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
            over(about, Phase.ROLLED_BACK);
        }
        asking.connection.close();
    }

    private static Answer<Void> outcome(TestConnection asking, LocalTransactionModel about) {
        Answer<Void> answer = new Answer<>();
        asking.connection.transactionOutcome(about.transaction.id(), answer);
        return answer;
    }

    // --- accidents

    void lose(int client) {
        broker.lose(client);
        for (LocalTransactionModel each : transactions) {
            if (each.owner == client) {
                available.addAll(each.lost());
            }
        }
    }

    /** The commit arrives, but the connection is lost before its answer; the client asks for it. */
    void loseTheAnswer(LocalTransactionModel transaction) {
        if (!transaction.reachable) {
            return;
        }
        transaction.transaction.commit(new Answer<>());
        if (transaction.phase.isOpen()) {
            over(transaction, transaction.phase == Phase.OPEN ? Phase.COMMITTED : Phase.ROLLED_BACK);
        }
        lose(transaction.owner);
        ask(transaction, true);
    }

    /**
     * The broker dies while it commits, of an open transaction only: the outcome is any, but what was answered. Chance
     * decides, and the model takes over what the next broker tells.
     */
    void dieInACommit(LocalTransactionModel transaction, Stop how) throws IOException {
        if (!transaction.reachable || transaction.phase != Phase.OPEN) {
            return;
        }
        Answer<Void> answer = new Answer<>();
        transaction.transaction.commit(answer);
        broker.takeDisk(how);
        boolean answered = answer.isSuccess();
        broker.startAfterDeath();
        boolean committed = outcome(broker.connection(transaction.owner), transaction)
                .arrival()
                .handle((done, error) -> error == null)
                .join();
        if (answered && transaction.hadRecord) {
            assertThat(committed).as("answered before the death").isTrue();
        }
        if (committed) {
            over(transaction, Phase.COMMITTED);
        }
        restarted();
    }

    void restart(Stop how) throws IOException {
        broker.restart(how);
        restarted();
    }

    private void restarted() {
        transactions.forEach(each -> available.addAll(each.restarted()));
    }

    // --- what can be seen

    /** The queue and the outcome of each transaction that is over are the model's. */
    void check() {
        broker.awaitAvailable(available);
        for (LocalTransactionModel each : transactions) {
            if (!each.phase.isOpen()) {
                ask(each, true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
