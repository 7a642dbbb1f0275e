package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.XaClient.xid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.TransactionAdministration;
import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Figures;
import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionAdministration.Outcomes;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionAdministration.Traffic;
import io.carrick.broker.TransactionKind;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionOperationsTest {
    private static final String GROUP = "shop/1";
    private static final TransactionName BRANCH = new TransactionName.Branch(xid("branch"));
    private static final TransactionName HALF = new TransactionName.Half(GROUP, "1");
    private static final Filter ALL = Filter.all(100);

    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;
    private TransactionAdministration operator;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory).start();
        connect();
    }

    private void connect() {
        connection = broker.connect("client");
        operator = broker.broker().administration().transactions();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    // --- work of each kind

    /** Has sent two messages to "out" and one that need not survive to "other", and received one from "in". */
    private Transaction local() {
        Transaction transaction = connection.connection.beginTransaction();
        Producer out = connection.producer(queue("out"));
        connection.sendAsync(out, "a", message -> message, transaction).value();
        connection.sendAsync(out, "b", message -> message, transaction).value();
        connection
                .sendAsync(connection.producer(queue("other")), "c", message -> message.durable(false), transaction)
                .value();
        // Answered when it is in the log, and all that was sent before.
        connection.send(queue("in"), "in");
        transaction.settle(List.of(connection.consumer(queue("in"), 1).next()), Outcome.ACCEPTED, true);
        return transaction;
    }

    private static TransactionName name(Transaction transaction) {
        return new TransactionName.Local(transaction.id());
    }

    /** Has sent a message to "xa-out" and received one from "xa-in". */
    private void prepareBranch() {
        XaClient client = new XaClient(connection);
        connection.send(queue("xa-in"), "in");
        Association work = client.start(xid("branch"));
        client.send(connection.producer(queue("xa-out")), "out", work);
        client.accept(connection.consumer(queue("xa-in"), 1).next(), work);
        client.end(work);
        client.prepare(xid("branch")).value();
    }

    private void prepareHalf(String id) {
        connection.prepare(connection.producer(queue("half-out")), GROUP, id, "half " + id);
    }

    private void advance(Duration by) {
        broker.clock.advance(by);
        connection.resolve(GROUP, "nothing", HalfAnswer.UNKNOWN).error();
    }

    private List<Status> list(Filter filter) {
        return BrokerFixture.await(operator.list(filter));
    }

    private Details show(TransactionName name) {
        return BrokerFixture.await(operator.show(name));
    }

    private TransactionPhase decide(TransactionName name, TransactionVerb verb) {
        return BrokerFixture.await(operator.decide(name, verb));
    }

    private BrokerError refusal(TransactionName name, TransactionVerb verb) {
        try {
            operator.decide(name, verb).toCompletableFuture().join();
        } catch (CompletionException e) {
            return ((BrokerException) e.getCause()).error();
        }
        throw new AssertionError(verb + " was done to " + name);
    }

    private List<String> texts(String queue) {
        return connection.browser(queue(queue), 0).drain(100);
    }

    // --- looking

    @Test
    void shouldListAllKindsTheOldestFirst() {
        prepareHalf("1");
        advance(Duration.ofMillis(1));
        Transaction transaction = local();
        broker.clock.advance(Duration.ofMillis(1));
        prepareBranch();

        List<Status> all = list(ALL);

        assertThat(all).extracting(Status::name).containsExactly(HALF, name(transaction), BRANCH);
        assertThat(all)
                .extracting(Status::phase)
                .containsExactly(TransactionPhase.PREPARED, TransactionPhase.ACTIVE, TransactionPhase.PREPARED);
        assertThat(all).extracting(Status::sent).containsExactly(1, 3, 1);
        assertThat(all).extracting(Status::received).containsExactly(0, 1, 1);
        assertThat(all).extracting(status -> status.origin().containerId()).containsExactly(null, "client", "client");
        assertThat(all).extracting(status -> status.origin().user()).containsExactly(null, "anonymous", "anonymous");
        assertThat(all.get(1).origin().connection()).isPositive();
        assertThat(all.get(1).origin().remoteAddress()).isEqualTo("test");
        assertThat(all.get(1).sinceMillis()).isEqualTo(broker.clock.millis() - 1);
    }

    @Test
    void shouldListWhatIsAskedFor() {
        prepareHalf("1");
        Transaction transaction = local();
        advance(Duration.ofSeconds(30));
        prepareBranch();
        prepareHalf("2");
        long now = broker.clock.millis();

        assertThat(list(new Filter(TransactionKind.LOCAL, Set.of(), null, now, 10)))
                .extracting(Status::name)
                .containsExactly(name(transaction));
        assertThat(list(new Filter(null, Set.of(TransactionPhase.PREPARED), null, now, 10)))
                .extracting(Status::name)
                .containsExactlyInAnyOrder(BRANCH, new TransactionName.Half(GROUP, "2"));
        assertThat(list(new Filter(null, Set.of(TransactionPhase.NO_CHECKER), null, now, 10)))
                .extracting(Status::name)
                .containsExactly(HALF);
        assertThat(list(new Filter(null, Set.of(), null, now - 30_000, 10))).hasSize(2);
        assertThat(list(new Filter(null, Set.of(), GROUP, now, 10))).hasSize(2);
        assertThat(list(new Filter(null, Set.of(), "other", now, 10))).isEmpty();
        assertThat(list(Filter.all(3))).hasSize(3);
    }

    @Test
    void shouldShowWhereMessagesGoAndComeFrom() {
        Transaction transaction = local();
        prepareBranch();
        prepareHalf("1");

        assertThat(show(name(transaction)).sentTo())
                .containsExactlyInAnyOrder(new Traffic("out", 2), new Traffic("other", 1));
        assertThat(show(name(transaction)).receivedFrom()).containsExactly(new Traffic("in", 1));
        assertThat(show(BRANCH).sentTo()).containsExactly(new Traffic("xa-out", 1));
        assertThat(show(BRANCH).receivedFrom()).containsExactly(new Traffic("xa-in", 1));
        assertThat(show(HALF).sentTo()).containsExactly(new Traffic("half-out", 1));
        assertThat(show(HALF).status().origin().containerId()).isEqualTo("client");
        assertThat(show(HALF).checks().checks()).isZero();
        assertThat(show(HALF).checks().nextMillis()).isGreaterThan(broker.clock.millis());

        broker.restart();
        connect();

        assertThat(list(ALL)).extracting(Status::name).containsExactlyInAnyOrder(BRANCH, HALF);
        assertThat(show(BRANCH).sentTo()).containsExactly(new Traffic("xa-out", 1));
        assertThat(show(BRANCH).receivedFrom()).containsExactly(new Traffic("xa-in", 1));
        assertThat(show(BRANCH).status().origin().user()).isEqualTo("anonymous");
        assertThat(show(HALF).status().origin().containerId()).isEqualTo("client");
    }

    @Test
    void shouldShowWhatIsOverAsLongAsItIsRemembered() {
        Transaction transaction = local();
        Answer<Void> committed = new Answer<>();
        transaction.commit(committed);
        committed.value();
        prepareBranch();
        decide(BRANCH, TransactionVerb.ROLLBACK);
        decide(BRANCH, TransactionVerb.FORGET);
        prepareHalf("1");
        decide(HALF, TransactionVerb.COMMIT);

        assertThat(show(name(transaction)).status().phase()).isEqualTo(TransactionPhase.COMMITTED);
        assertThat(show(HALF).status().phase()).isEqualTo(TransactionPhase.COMMITTED);
        assertThatThrownBy(() -> operator.show(BRANCH).toCompletableFuture().join())
                .hasMessageContaining("No branch");
        assertThatThrownBy(() -> operator.show(new TransactionName.Local(4711))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("No local transaction 0000000000001267");
        assertThat(list(ALL)).isEmpty();
    }

    // --- local transactions

    @Test
    void shouldUndoTheWorkOfALocalTransactionAndTellItsClientAtTheCommit() {
        Transaction transaction = local();

        assertThat(decide(name(transaction), TransactionVerb.ROLLBACK)).isEqualTo(TransactionPhase.ROLLBACK_ONLY);

        assertThat(connection.consumer(queue("in"), 1).nextText()).isEqualTo("in");
        Details details = show(name(transaction));
        assertThat(details.status().phase()).isEqualTo(TransactionPhase.ROLLBACK_ONLY);
        assertThat(details.rollbackReason()).contains("operator");
        assertThat(details.sentTo()).isEmpty();
        assertThat(details.receivedFrom()).isEmpty();
        assertThat(decide(name(transaction), TransactionVerb.ROLLBACK)).isEqualTo(TransactionPhase.ROLLBACK_ONLY);
        BrokerError late = connection
                .sendAsync(connection.producer(queue("out")), "late", message -> message, transaction)
                .error();
        assertThat(late.code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
        Answer<Void> answer = new Answer<>();
        transaction.commit(answer);
        assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
        assertThat(answer.error().text()).contains("operator");
        assertThat(texts("out")).isEmpty();
        assertThat(texts("other")).isEmpty();
        assertThat(list(ALL)).isEmpty();
        broker.restart();
        connect();
        assertThat(texts("out")).isEmpty();
    }

    @Test
    void shouldGiveBackWhatIsReceivedInATransactionThatAnOperatorHasRolledBack() {
        connection.send(queue("in"), "in");
        Transaction transaction = connection.connection.beginTransaction();
        Received held = connection.consumer(queue("in"), 1);
        var delivery = held.next();
        decide(name(transaction), TransactionVerb.ROLLBACK);

        transaction.settle(List.of(delivery), Outcome.ACCEPTED, true);

        assertThat(connection.consumer(queue("in"), 1).nextText()).isEqualTo("in");
        Answer<Void> answer = new Answer<>();
        transaction.rollback(answer);
        answer.value();
        assertThat(list(ALL)).isEmpty();
    }

    @Test
    void shouldLetAnotherTransactionDecideAHalfMessageThatOneRolledBackHadEnlisted() {
        prepareHalf("1");
        Transaction transaction = connection.connection.beginTransaction();
        connection.resolve(GROUP, "1", HalfAnswer.COMMIT, transaction).value();
        decide(name(transaction), TransactionVerb.ROLLBACK);

        assertThat(decide(HALF, TransactionVerb.ROLLBACK)).isEqualTo(TransactionPhase.ROLLED_BACK);

        Answer<Void> answer = new Answer<>();
        transaction.commit(answer);
        assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
        assertThat(texts("half-out")).isEmpty();
    }

    @Test
    void shouldRefuseWhatDoesNotFitALocalTransaction() {
        Transaction transaction = local();
        for (TransactionVerb verb : List.of(TransactionVerb.COMMIT, TransactionVerb.FORGET, TransactionVerb.REARM)) {
            BrokerError refused = refusal(name(transaction), verb);
            assertThat(refused.code()).isEqualTo(Code.ILLEGAL_STATE);
            assertThat(refused.text()).contains("is active", verb.text());
            assertThat(refused.info()).containsEntry("state", "active");
        }
        Answer<Void> answer = new Answer<>();
        transaction.commit(answer);
        answer.value();
        assertThat(refusal(name(transaction), TransactionVerb.ROLLBACK).text()).contains("is committed");
        assertThat(refusal(new TransactionName.Local(1), TransactionVerb.ROLLBACK)
                        .code())
                .isEqualTo(Code.TRANSACTION_UNKNOWN);
        assertThat(texts("out")).containsExactly("a", "b");
    }

    // --- branches and half messages

    @Test
    void shouldDecideAndForgetBranches() {
        prepareBranch();
        assertThat(refusal(BRANCH, TransactionVerb.FORGET).text()).contains("prepared");
        BrokerError refused = refusal(BRANCH, TransactionVerb.REARM);
        assertThat(refused.code()).isEqualTo(Code.ILLEGAL_STATE);
        assertThat(refused.info()).containsEntry("state", "prepared");

        assertThat(decide(BRANCH, TransactionVerb.COMMIT)).isEqualTo(TransactionPhase.HEURISTICALLY_COMMITTED);

        assertThat(texts("xa-out")).containsExactly("out");
        assertThat(refusal(BRANCH, TransactionVerb.ROLLBACK).text()).contains("heuristically-committed");
        assertThat(list(ALL)).extracting(Status::phase).containsExactly(TransactionPhase.HEURISTICALLY_COMMITTED);
        assertThat(decide(BRANCH, TransactionVerb.FORGET)).isEqualTo(TransactionPhase.FORGOTTEN);
        for (TransactionVerb verb : TransactionVerb.values()) {
            assertThat(refusal(BRANCH, verb).code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
        }
    }

    @Test
    void shouldDecideAndRearmHalfMessages() {
        prepareHalf("1");
        prepareHalf("2");
        assertThat(decide(HALF, TransactionVerb.REARM)).isEqualTo(TransactionPhase.PREPARED);
        assertThat(refusal(HALF, TransactionVerb.FORGET).info()).containsEntry("state", "PREPARED");

        assertThat(decide(HALF, TransactionVerb.COMMIT)).isEqualTo(TransactionPhase.COMMITTED);

        assertThat(decide(HALF, TransactionVerb.COMMIT)).isEqualTo(TransactionPhase.COMMITTED);
        assertThat(refusal(HALF, TransactionVerb.ROLLBACK).code()).isEqualTo(Code.PRECONDITION_FAILED);
        assertThat(refusal(HALF, TransactionVerb.REARM).text()).contains("COMMITTED");
        assertThat(refusal(new TransactionName.Half(GROUP, "3"), TransactionVerb.FORGET)
                        .code())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(texts("half-out")).containsExactly("half 1");
    }

    // --- figures

    private Figures figures() {
        return BrokerFixture.await(operator.figures());
    }

    @Test
    void shouldTellTheAgeOfTheOldestOfEachKindAlsoAfterARestart() {
        long start = broker.clock.millis();
        prepareHalf("1");
        advance(Duration.ofSeconds(1));
        prepareBranch();
        new XaClient(connection).start(xid("open"));
        broker.clock.advance(Duration.ofSeconds(1));
        Transaction transaction = local();
        broker.clock.advance(Duration.ofSeconds(1));
        prepareHalf("2");
        decide(HALF, TransactionVerb.REARM);

        assertThat(figures().local().open()).isEqualTo(1);
        assertThat(figures().local().oldestMillis()).isEqualTo(start + 2000);
        assertThat(figures().branches().open()).isEqualTo(1);
        assertThat(figures().branches().oldestOpenMillis()).isEqualTo(start + 1000);
        assertThat(figures().branches().oldestPreparedMillis()).isEqualTo(start + 1000);
        assertThat(figures().halves().open()).isEqualTo(2);
        assertThat(figures().halves().oldestOpenMillis()).isEqualTo(start);

        broker.crash();
        connect();
        assertAges(start);
        broker.restart();
        connect();
        assertAges(start);

        decide(BRANCH, TransactionVerb.ROLLBACK);
        assertThat(figures().branches().oldestHeuristicMillis()).isEqualTo(broker.clock.millis());
        assertThat(show(name(transaction), Code.TRANSACTION_UNKNOWN)).isTrue();
    }

    private boolean show(TransactionName name, Code code) {
        try {
            operator.show(name).toCompletableFuture().join();
            return false;
        } catch (CompletionException e) {
            return ((BrokerException) e.getCause()).error().code() == code;
        }
    }

    private void assertAges(long start) {
        assertThat(figures().local().open()).isZero();
        assertThat(figures().local().oldestMillis()).isZero();
        assertThat(figures().branches().open()).isZero();
        assertThat(figures().branches().oldestOpenMillis()).isZero();
        assertThat(figures().branches().oldestPreparedMillis()).isEqualTo(start + 1000);
        assertThat(figures().halves().oldestOpenMillis()).isEqualTo(start);
    }

    @Test
    void shouldCountOutcomesByKind() {
        Transaction committed = local();
        Answer<Void> answer = new Answer<>();
        committed.commit(answer);
        answer.value();
        Transaction doomed = connection.connection.beginTransaction();
        decide(name(doomed), TransactionVerb.ROLLBACK);
        Answer<Void> ended = new Answer<>();
        doomed.rollback(ended);
        ended.value();
        prepareBranch();
        decide(BRANCH, TransactionVerb.COMMIT);
        decide(BRANCH, TransactionVerb.FORGET);
        prepareHalf("1");
        prepareHalf("2");
        prepareHalf("3");
        decide(HALF, TransactionVerb.COMMIT);
        decide(new TransactionName.Half(GROUP, "2"), TransactionVerb.ROLLBACK);
        decide(new TransactionName.Half(GROUP, "3"), TransactionVerb.ROLLBACK);

        assertThat(figures().outcomes())
                .containsExactly(
                        new Outcomes(TransactionKind.LOCAL, 1, 1),
                        new Outcomes(TransactionKind.XA, 1, 0),
                        new Outcomes(TransactionKind.HALF, 1, 2));
    }
}
