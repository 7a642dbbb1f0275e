package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.XaClient.code;
import static io.carrick.broker.core.XaClient.xid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Delivery;
import io.carrick.broker.OutcomeSettings;
import io.carrick.broker.Permission;
import io.carrick.broker.Producer;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.XaTransactions.Start;
import io.carrick.broker.XaTransactions.Vote;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XaTest {
    private static final Xid BRANCH = xid("branch");

    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;
    private XaClient client;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory).start();
        connect();
    }

    private void connect() {
        connection = broker.connect("client");
        client = new XaClient(connection);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** What a new consumer would be given, in order. */
    private List<String> visible(String queue) {
        Received browser = broker.connect("browser").browser(queue(queue), 0);
        return browser.drain(1000);
    }

    /** Waits until a new consumer would be given these: what was rolled back is on its way when that is answered. */
    private void expectVisible(String queue, String... texts) {
        long deadline = System.nanoTime()
                + Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS).toNanos();
        List<String> found = visible(queue);
        while (!found.equals(List.of(texts)) && System.nanoTime() < deadline) {
            found = visible(queue);
        }
        assertThat(found).containsExactly(texts);
    }

    /** A branch that has sent "out" to queue "out" and received "in" from queue "in". */
    private void workedIn(Xid xid) {
        connection.send(queue("in"), "in");
        Association work = client.start(xid);
        client.send(connection.producer(queue("out")), "out", work);
        client.accept(connection.consumer(queue("in"), 1).next(), work);
        client.end(work);
    }

    private void prepared(Xid xid) {
        workedIn(xid);
        assertThat(client.prepare(xid).value()).isEqualTo(Vote.OK);
    }

    private void assertUndecided() {
        assertThat(visible("out")).isEmpty();
        assertThat(visible("in")).isEmpty();
    }

    private void assertCommitted() {
        expectVisible("out", "out");
        assertThat(visible("in")).isEmpty();
    }

    private void assertRolledBack() {
        assertThat(visible("out")).isEmpty();
        expectVisible("in", "in");
    }

    @Test
    void shouldCommitWhatWasPrepared() {
        prepared(BRANCH);
        assertUndecided();
        client.commit(BRANCH).value();
        assertCommitted();
        broker.restart();
        assertCommitted();
    }

    @Test
    void shouldRollBackWhatWasPrepared() {
        prepared(BRANCH);
        client.rollback(BRANCH).value();
        assertRolledBack();
        broker.restart();
        assertRolledBack();
    }

    @Test
    void shouldKeepWhatWasPreparedOverADeathAndLetAnyConnectionCommitIt() {
        prepared(BRANCH);
        broker.crash();
        connect();
        assertThat(client.recover()).containsExactly(BRANCH);
        assertThat(client.status(BRANCH)).isEqualTo(XaState.PREPARED);
        assertUndecided();
        client.commit(BRANCH).value();
        assertCommitted();
        assertThat(client.recover()).isEmpty();
    }

    @Test
    void shouldGiveTheLockedMessageToTheConsumerThatWaitsWhenTheBranchIsRolledBackAfterARestart() {
        prepared(BRANCH);
        broker.restart();
        connect();
        Received waiting = connection.consumer(queue("in"), 10);
        connection.send(queue("in"), "later");
        assertThat(waiting.nextText()).isEqualTo("later");
        client.rollback(BRANCH).value();
        Delivery back = waiting.next();
        assertThat(TextFormat.text(back.message())).isEqualTo("in");
        assertThat(back.deliveryCount()).isEqualTo(1);
        connection.accept(back);
        assertThat(visible("out")).isEmpty();
    }

    @Test
    void shouldKeepWhatWasPreparedInCheckpointsAlone() {
        prepared(BRANCH);
        broker.restart();
        broker.restart();
        connect();
        assertThat(client.recover()).containsExactly(BRANCH);
        assertUndecided();
        assertThat(broker.queue("in").delivering()).isEqualTo(1);
        assertThat(broker.queue("in").ready()).isZero();
        client.commit(BRANCH).value();
        assertCommitted();
    }

    @Test
    void shouldKeepMessagesThatNeedNotSurviveOnceTheyArePrepared() {
        Association work = client.start(BRANCH);
        connection
                .sendAsync(connection.producer(queue("out")), "out", message -> message.durable(false), work.work())
                .value();
        client.end(work);
        client.prepare(BRANCH).value();
        broker.crash();
        connect();
        client.commit(BRANCH).value();
        expectVisible("out", "out");
    }

    @Test
    void shouldNotLoseWhatIsLockedToAPurgeOrToItsExpiry() {
        connection.send(
                connection.producer(queue("in")), "in", message -> message.expiryTime(broker.clock.millis() + 5000));
        Association work = client.start(BRANCH);
        client.accept(connection.consumer(queue("in"), 1).next(), work);
        client.end(work);
        client.prepare(BRANCH).value();
        broker.crash();
        connect();
        assertThat(BrokerFixture.await(broker.broker().administration().purge("in")))
                .isZero();
        broker.clock.advance(Duration.ofSeconds(10));
        assertThat(visible("ExpiryQueue")).isEmpty();
        client.commit(BRANCH).value();
        assertThat(visible("in")).isEmpty();
        assertThat(visible("ExpiryQueue")).isEmpty();
    }

    @Test
    void shouldKeepWhatTheConsumerOfAClosedConnectionHasPrepared() {
        TestConnection other = broker.connect("other");
        XaClient application = new XaClient(other);
        connection.send(queue("in"), "in");
        Association work = application.start(BRANCH);
        application.accept(other.consumer(queue("in"), 1).next(), work);
        application.end(work);
        application.prepare(BRANCH).value();
        other.connection.close();
        assertThat(visible("in")).isEmpty();
        client.rollback(BRANCH).value();
        expectVisible("in", "in");
    }

    @Test
    void shouldRollBackWhatWasNotPreparedWhenItsConnectionCloses() {
        workedIn(BRANCH);
        connection.connection.close();
        connect();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.ROLLED_BACK);
        assertRolledBack();
    }

    @Test
    void shouldRollBackWhatWasNotPreparedInADeath() {
        workedIn(BRANCH);
        broker.crash();
        connect();
        assertThat(client.recover()).isEmpty();
        assertThat(code(client.commit(BRANCH))).isEqualTo(XaCode.XAER_NOTA);
        assertRolledBack();
    }

    @Test
    void shouldCommitInOnePhase() {
        workedIn(BRANCH);
        client.commit(BRANCH, true).value();
        assertCommitted();
        broker.crash();
        connect();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.COMMITTED);
        client.commit(BRANCH, true).value();
        assertCommitted();
    }

    @Test
    void shouldVoteReadOnlyForABranchWithoutWork() {
        client.end(client.start(BRANCH));
        assertThat(client.prepare(BRANCH).value()).isEqualTo(Vote.READ_ONLY);
        assertThat(client.recover()).isEmpty();
        assertThat(code(client.commit(BRANCH))).isEqualTo(XaCode.XAER_NOTA);
    }

    @Test
    void shouldAnswerTheSameDecisionAgainAndRefuseTheOppositeWithTheState() {
        prepared(BRANCH);
        client.commit(BRANCH).value();
        client.commit(BRANCH).value();
        Answer<Void> opposite = client.rollback(BRANCH);
        assertThat(code(opposite)).isEqualTo(XaCode.XAER_PROTO);
        assertThat(opposite.error().info()).containsEntry("state", "committed");
        Xid other = xid("other");
        prepared(other);
        broker.crash();
        connect();
        client.rollback(other).value();
        client.rollback(other).value();
        opposite = client.commit(other);
        assertThat(code(opposite)).isEqualTo(XaCode.XAER_PROTO);
        assertThat(opposite.error().info()).containsEntry("state", "rolled-back");
        broker.crash();
        connect();
        client.commit(BRANCH).value();
        client.rollback(other).value();
    }

    @Test
    void shouldLetTheFirstOfTwoOppositeDecisionsWinThatComeTogether() {
        prepared(BRANCH);
        Answer<Void> commit = client.commit(BRANCH);
        Answer<Void> rollback = client.rollback(BRANCH);
        commit.value();
        assertThat(code(rollback)).isEqualTo(XaCode.XAER_PROTO);
        assertCommitted();
    }

    @Test
    void shouldTellTheTransactionManagerWhatAnOperatorHasDecided() {
        prepared(BRANCH);
        BrokerFixture.await(broker.broker()
                .administration()
                .transactions()
                .decide(new TransactionName.Branch(BRANCH), TransactionVerb.ROLLBACK));
        assertRolledBack();
        broker.crash();
        broker.restart();
        connect();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.HEURISTICALLY_ROLLED_BACK);
        assertThat(client.recover()).containsExactly(BRANCH);
        assertThat(code(client.commit(BRANCH))).isEqualTo(XaCode.XA_HEURRB);
        client.forget(BRANCH).value();
        assertThat(client.recover()).isEmpty();
        assertThat(code(client.commit(BRANCH))).isEqualTo(XaCode.XAER_NOTA);
        assertRolledBack();
    }

    @Test
    void shouldForgetOutcomesAfterADay() {
        prepared(BRANCH);
        client.commit(BRANCH).value();
        broker.clock.advance(Duration.ofHours(23));
        assertThat(code(client.start(BRANCH, Start.NEW))).isEqualTo(XaCode.XAER_DUPID);
        broker.clock.advance(Duration.ofHours(2));
        prepared(xid("another"));
        client.commit(xid("another")).value();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.UNKNOWN);
    }

    @Test
    void shouldRememberAsManyOutcomesAsItIsTold() {
        broker.branchOutcomes = new OutcomeSettings(Duration.ofHours(24), 1);
        broker.restart();
        connect();
        Xid another = xid("another");
        prepared(BRANCH);
        client.commit(BRANCH).value();
        prepared(another);
        client.commit(another).value();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.UNKNOWN);
        assertThat(client.status(another)).isEqualTo(XaState.COMMITTED);
    }

    @Test
    void shouldAnswerAPrepareAgain() {
        prepared(BRANCH);
        assertThat(client.prepare(BRANCH).value()).isEqualTo(Vote.OK);
        broker.crash();
        connect();
        assertThat(client.prepare(BRANCH).value()).isEqualTo(Vote.OK);
    }

    @Test
    void shouldTakeTheWorkOfTwoConnectionsInOneBranch() {
        TestConnection other = broker.connect("other");
        XaClient second = new XaClient(other);
        Association first = client.start(BRANCH);
        Association joined = second.start(BRANCH, Start.JOIN).value();
        client.send(connection.producer(queue("out")), "one", first);
        second.send(other.producer(queue("out")), "two", joined);
        client.end(first);
        assertThat(code(client.prepare(BRANCH))).isEqualTo(XaCode.XAER_PROTO);
        second.end(joined);
        connection.connection.close();
        second.commit(BRANCH, true).value();
        expectVisible("out", "one", "two");
    }

    @Test
    void shouldRollBackABranchWithOneOfItsTwoConnectionsLostInTheMidst() {
        XaClient second = new XaClient(broker.connect("other"));
        client.send(connection.producer(queue("out")), "one", client.start(BRANCH));
        Association joined = second.start(BRANCH, Start.JOIN).value();
        connection.connection.close();
        assertThat(code(second.end(joined, End.SUCCESS))).isEqualTo(XaCode.XA_RBROLLBACK);
        assertThat(code(second.prepare(BRANCH))).isEqualTo(XaCode.XA_RBROLLBACK);
        assertThat(second.status(BRANCH)).isEqualTo(XaState.ROLLED_BACK);
        assertThat(visible("out")).isEmpty();
    }

    @Test
    void shouldSuspendAndResumeOnAnotherConnection() {
        Association first = client.start(BRANCH);
        client.send(connection.producer(queue("out")), "one", first);
        client.end(first, End.SUSPEND).value();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.SUSPENDED);
        assertThat(code(client.prepare(BRANCH))).isEqualTo(XaCode.XAER_PROTO);
        TestConnection other = broker.connect("other");
        XaClient second = new XaClient(other);
        Association resumed = second.start(BRANCH, Start.RESUME).value();
        second.send(other.producer(queue("out")), "two", resumed);
        second.end(resumed);
        client.prepare(BRANCH).value();
        client.commit(BRANCH).value();
        expectVisible("out", "one", "two");
    }

    @Test
    void shouldEndWorkThatIsSuspended() {
        Association work = client.start(BRANCH);
        client.send(connection.producer(queue("out")), "one", work);
        client.end(work, End.SUSPEND).value();
        client.endSuspended(BRANCH).value();
        assertThat(code(client.start(BRANCH, Start.RESUME))).isEqualTo(XaCode.XAER_PROTO);
        client.commit(BRANCH, true).value();
        expectVisible("out", "one");
    }

    @Test
    void shouldKeepBranchesOfOneConnectionApart() {
        Producer producer = connection.producer(queue("out"));
        Association one = client.start(xid("one"));
        Association two = client.start(xid("two"));
        client.send(producer, "1", one);
        client.send(producer, "2", two);
        client.send(producer, "3", one);
        client.end(one);
        client.end(two);
        client.rollback(xid("two")).value();
        client.commit(xid("one"), true).value();
        expectVisible("out", "1", "3");
    }

    @Test
    void shouldRefuseWorkForABranchThatIsPreparedOrOver() {
        Producer producer = connection.producer(queue("out"));
        Association work = client.start(BRANCH);
        client.send(producer, "1", work);
        client.end(work);
        client.prepare(BRANCH).value();
        assertThat(connection
                        .sendAsync(producer, "late", message -> message, work.work())
                        .error()
                        .code())
                .isEqualTo(Code.TRANSACTION_UNKNOWN);
        assertThat(code(client.start(BRANCH, Start.JOIN))).isEqualTo(XaCode.XAER_PROTO);
        client.commit(BRANCH).value();
        assertThat(connection
                        .sendAsync(producer, "later", message -> message, work.work())
                        .error()
                        .code())
                .isEqualTo(Code.TRANSACTION_UNKNOWN);
        assertThat(code(client.end(work, End.SUCCESS))).isEqualTo(XaCode.XAER_NOTA);
        expectVisible("out", "1");
    }

    @Test
    void shouldRollBackWhatIsNotPreparedInTimeAndNothingElse() {
        Association work = client.start(BRANCH, Start.NEW, 5000).value();
        client.send(connection.producer(queue("out")), "1", work);
        client.end(work);
        Association other = client.start(xid("other"), Start.NEW, 5000).value();
        client.send(connection.producer(queue("out")), "2", other);
        client.end(other);
        client.prepare(xid("other")).value();
        broker.clock.advance(Duration.ofSeconds(60));
        awaitState(BRANCH, XaState.ROLLBACK_ONLY);
        assertThat(code(client.start(BRANCH, Start.JOIN))).isEqualTo(XaCode.XA_RBTIMEOUT);
        assertThat(code(client.prepare(BRANCH))).isEqualTo(XaCode.XA_RBTIMEOUT);
        client.commit(xid("other")).value();
        expectVisible("out", "2");
    }

    private void awaitState(Xid xid, XaState wanted) {
        long deadline = System.nanoTime()
                + Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS).toNanos();
        while (client.status(xid) != wanted) {
            assertThat(System.nanoTime())
                    .as("time for " + xid + " to be " + wanted)
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldRollBackWhatWasEndedAsFailed() {
        connection.send(queue("in"), "in");
        Association work = client.start(BRANCH);
        client.accept(connection.consumer(queue("in"), 1).next(), work);
        client.end(work, End.FAIL).value();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.ROLLBACK_ONLY);
        expectVisible("in", "in");
        client.rollback(BRANCH).value();
        assertThat(client.status(BRANCH)).isEqualTo(XaState.ROLLED_BACK);
    }

    @Test
    void shouldRefuseCommandsThatDoNotFitTheState() {
        assertThat(code(client.prepare(BRANCH))).isEqualTo(XaCode.XAER_NOTA);
        assertThat(code(client.rollback(BRANCH))).isEqualTo(XaCode.XAER_NOTA);
        assertThat(code(client.forget(BRANCH))).isEqualTo(XaCode.XAER_NOTA);
        assertThat(code(client.start(BRANCH, Start.JOIN))).isEqualTo(XaCode.XAER_NOTA);
        Association work = client.start(BRANCH);
        assertThat(code(client.start(BRANCH, Start.NEW))).isEqualTo(XaCode.XAER_DUPID);
        client.send(connection.producer(queue("out")), "1", work);
        client.end(work);
        assertThat(code(client.commit(BRANCH))).isEqualTo(XaCode.XAER_PROTO);
        client.prepare(BRANCH).value();
        assertThat(code(client.commit(BRANCH, true))).isEqualTo(XaCode.XAER_PROTO);
        assertThat(code(client.forget(BRANCH))).isEqualTo(XaCode.XAER_PROTO);
        Answer<Void> local = new Answer<>();
        work.work().commit(local);
        assertThat(local.error().code()).isEqualTo(Code.ILLEGAL_STATE);
        assertThat(visible("out")).isEmpty();
        client.commit(BRANCH).value();
        expectVisible("out", "1");
    }

    @Test
    void shouldKeepXidsByteForByte() {
        byte[] all = new byte[64];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 4 + 3);
        }
        Xid longest = new Xid(Integer.MIN_VALUE, all, all);
        Xid almost = new Xid(Integer.MIN_VALUE, all, Arrays.copyOf(all, 63));
        Xid shortest = new Xid(0, new byte[] {0}, new byte[0]);
        for (Xid xid : List.of(longest, almost, shortest)) {
            Association work = client.start(xid);
            client.send(connection.producer(queue("out")), xid.toString(), work);
            client.end(work);
            client.prepare(xid).value();
        }
        broker.crash();
        broker.restart();
        connect();
        assertThat(client.recover()).containsExactly(longest, almost, shortest);
        assertThat(Xid.parse(longest.toString())).isEqualTo(longest);
        client.commit(almost).value();
        assertThat(client.recover()).containsExactly(longest, shortest);
        assertThatThrownBy(() -> new Xid(-1, all, all)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Xid(1, new byte[65], all)).hasMessageContaining("65 bytes");
        assertThatThrownBy(() -> Xid.parse("1:zz")).hasMessageContaining("'1:zz'");
    }

    @Test
    void shouldShowTheBranchesOfAnotherUserToNobodyButThoseWhoManageThem() {
        prepared(BRANCH);
        broker.authorizer = (who, permission, address) -> permission != Permission.MANAGE;
        XaClient stranger = new XaClient(broker.connectAs("stranger"));
        assertThat(stranger.recover()).isEmpty();
        assertThat(stranger.commit(BRANCH).error().code()).isEqualTo(Code.UNAUTHORIZED);
        assertThat(stranger.start(BRANCH, Start.JOIN).error().code()).isEqualTo(Code.UNAUTHORIZED);
        assertUndecided();
        broker.authorizer = (who, permission, address) -> permission != Permission.MANAGE || address.equals("$xa");
        assertThat(stranger.recover()).containsExactly(BRANCH);
        stranger.commit(BRANCH).value();
        assertCommitted();
    }

    @Test
    void shouldPinTheLogOfAPreparedBranchWithoutReplayingIt() {
        prepared(BRANCH);
        String padding = "x".repeat(20_000);
        for (int i = 0; i < 100; i++) {
            connection.send(queue("busy"), i + padding);
        }
        Received busy = connection.consumer(queue("busy"), 1000);
        for (int i = 0; i < 100; i++) {
            connection.accept(busy.next());
        }
        broker.restart();
        connect();
        assertThat(client.recover()).containsExactly(BRANCH);
        client.commit(BRANCH).value();
        assertCommitted();
    }
}
