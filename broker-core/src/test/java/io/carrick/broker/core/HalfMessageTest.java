package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.HalfAdministration.HalfFigures;
import io.carrick.broker.HalfAdministration.HalfStatus;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfChecker;
import io.carrick.broker.HalfState;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Lifetime;
import io.carrick.broker.MessageLocation;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.broker.Producer;
import io.carrick.broker.TemporaryNode;
import io.carrick.broker.Transaction;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Questions;
import io.carrick.broker.core.TestConnection.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalfMessageTest {
    private static final String GROUP = "orders";
    private static final Duration FIRST_CHECK = Duration.ofSeconds(6);
    private static final Duration BACK_OFF = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;
    private Producer producer;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory).start();
        connect();
    }

    private void connect() {
        connection = broker.connect("client");
        producer = connection.producer(queue("q"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void prepare(String id, String text) {
        connection.prepare(producer, GROUP, id, text);
    }

    private void commit(String id) {
        connection.resolve(GROUP, id, HalfAnswer.COMMIT).value();
    }

    private HalfStatus status(String id) {
        return BrokerFixture.await(
                broker.broker().administration().halfMessages().show(GROUP, id));
    }

    private HalfState state(String id) {
        return status(id).state();
    }

    /** Parking goes by the broker's housekeeping, and then through the journal. */
    private void awaitParked(String id) {
        long deadline = System.nanoTime()
                + Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS).toNanos();
        while (state(id) != HalfState.PARKED) {
            assertThat(System.nanoTime()).as("time until %s is parked", id).isLessThan(deadline);
        }
    }

    private List<String> texts(String queue) {
        return connection.browser(queue(queue), 0).drain(1000);
    }

    private void advance(Duration by) {
        broker.clock.advance(by);
        connection.resolve(GROUP, "nothing", HalfAnswer.UNKNOWN).error();
    }

    // --- prepare and decide

    @Test
    void shouldShowAHalfMessageOnlyWhenItIsCommitted() {
        prepare("1", "hello");
        assertThat(texts("q")).isEmpty();
        assertThat(state("1")).isEqualTo(HalfState.PREPARED);

        commit("1");

        assertThat(connection.consumer(queue("q"), 1).nextText()).isEqualTo("hello");
        assertThat(state("1")).isEqualTo(HalfState.COMMITTED);
    }

    @Test
    void shouldDropAHalfMessageThatIsRolledBack() {
        prepare("1", "never");

        connection.resolve(GROUP, "1", HalfAnswer.ROLLBACK).value();

        assertThat(broker.queue("q").added()).isZero();
        assertThat(state("1")).isEqualTo(HalfState.ROLLED_BACK);
    }

    @Test
    void shouldShowAllMessagesOfAHalfIdTogetherAndInOrder() {
        Producer other = connection.producer(queue("other"));
        prepare("set", "a");
        connection.prepare(other, GROUP, "set", "b");
        prepare("set", "c");
        assertThat(status("set").addresses()).containsExactly("q", "other", "q");

        commit("set");

        assertThat(texts("q")).containsExactly("a", "c");
        assertThat(texts("other")).containsExactly("b");
    }

    @Test
    void shouldReachTheSubscribersOfATopic() {
        Received durable = connection.durable(topic("t"), "client", "sub", false, 10);
        Producer toTopic = connection.producer(topic("t"));
        connection.prepare(toTopic, GROUP, "1", "news");
        assertThat(durable.deliveries).isEmpty();

        commit("1");

        assertThat(durable.nextText()).isEqualTo("news");
    }

    @Test
    void shouldKeepTheDeliveryTimeOfAHalfMessage() {
        long later = broker.clock.millis() + 60_000;
        connection
                .prepareAsync(
                        producer, new HalfTerms("1", GROUP, -1, "t"), "later", message -> message.deliverAt(later))
                .value();
        commit("1");
        Received received = connection.consumer(queue("q"), 0);
        assertThat(received.drain(10)).isEmpty();

        broker.clock.advance(Duration.ofMinutes(1));

        received.consumer.credit(20, false);
        assertThat(received.nextText()).isEqualTo("later");
    }

    @Test
    void shouldTakeTheSameDecisionAgainAndRefuseTheOpposite() {
        prepare("1", "a");
        commit("1");

        commit("1");
        BrokerError refusal =
                connection.resolve(GROUP, "1", HalfAnswer.ROLLBACK).error();

        assertThat(refusal.code()).isEqualTo(Code.PRECONDITION_FAILED);
        assertThat(refusal.info()).containsEntry("state", "COMMITTED");
        assertThat(texts("q")).containsExactly("a");
    }

    @Test
    void shouldLetTheFirstOfTwoDecisionsWinThatAreOnTheirWayTogether() {
        prepare("1", "a");

        Answer<Void> first = connection.resolve(GROUP, "1", HalfAnswer.ROLLBACK);
        Answer<Void> second = connection.resolve(GROUP, "1", HalfAnswer.COMMIT);

        first.value();
        assertThat(second.error().code()).isEqualTo(Code.PRECONDITION_FAILED);
        assertThat(texts("q")).isEmpty();
    }

    @Test
    void shouldDecideWhatIsStillOnItsWayToTheJournal() {
        connection.prepareAsync(producer, new HalfTerms("1", GROUP, -1, "t"), "a", message -> message);

        commit("1");

        assertThat(texts("q")).containsExactly("a");
    }

    @Test
    void shouldKnowNothingOfAnUnknownIdOrOfTheIdOfAnotherGroup() {
        prepare("1", "a");

        assertThat(connection.resolve(GROUP, "2", HalfAnswer.COMMIT).error().code())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(connection.resolve("others", "1", HalfAnswer.COMMIT).error().code())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(state("1")).isEqualTo(HalfState.PREPARED);
    }

    @Test
    void shouldAcceptARepeatWithoutASecondCopy() {
        HalfTerms terms = new HalfTerms("1", GROUP, -1, "tag");
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();
        connection.prepareAsync(producer, terms, "untold", m -> m).value();
        connection.prepareAsync(producer, terms, "untold", m -> m).value();
        commit("1");

        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();

        assertThat(texts("q")).containsExactly("a", "untold");
    }

    @Test
    void shouldRefuseARepeatOfWhatWasRolledBack() {
        HalfTerms terms = new HalfTerms("1", GROUP, -1, "tag");
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();
        connection.resolve(GROUP, "1", HalfAnswer.ROLLBACK).value();

        BrokerError refusal = connection
                .prepareAsync(producer, terms, "a", m -> m.messageId("m1"))
                .error();

        assertThat(refusal.code()).isEqualTo(Code.PRECONDITION_FAILED);
        assertThat(refusal.info()).containsEntry("state", HalfState.ROLLED_BACK.name());
    }

    @Test
    void shouldRefuseAnOperatorsDecisionOfAnIdThatNoneCanHaveWhileAnotherIsPrepared() {
        TransactionName tooLong = new TransactionName.Half(GROUP, "x".repeat(40_000));
        for (int i = 0; i < 20; i++) {
            connection.prepareAsync(producer, new HalfTerms("id-" + i, GROUP, -1, "t"), "a", m -> m);
            for (TransactionVerb verb : List.of(TransactionVerb.COMMIT, TransactionVerb.REARM)) {
                assertThat(broker.broker().administration().transactions().decide(tooLong, verb))
                        .failsWithin(Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS))
                        .withThrowableThat()
                        .withMessageContaining("half id");
            }
        }
        prepare("last", "b");
        assertThat(state("last")).isEqualTo(HalfState.PREPARED);
    }

    @Test
    void shouldNotTakeAnotherMessageForARepeatBecauseItsTagCameBefore() {
        HalfTerms terms = new HalfTerms("1", GROUP, -1, "0");
        connection.prepareAsync(producer, terms, "a", m -> m).value();
        connection.prepareAsync(producer, terms, "b", m -> m).value();
        commit("1");

        assertThat(texts("q")).containsExactly("a", "b");
    }

    @Test
    void shouldRefuseAnotherMessageForAHalfIdThatIsDecided() {
        prepare("1", "a");
        commit("1");

        BrokerError refusal = connection
                .prepareAsync(producer, new HalfTerms("1", GROUP, -1, "t"), "late", m -> m)
                .error();

        assertThat(refusal.code()).isEqualTo(Code.PRECONDITION_FAILED);
        assertThat(texts("q")).containsExactly("a");
    }

    @Test
    void shouldRefuseHalfMessagesToTemporaryNodesAndWithoutNames() {
        Answer<TemporaryNode> node = new Answer<>();
        connection.connection.createTemporary(NodeKind.QUEUE, Lifetime.DELETE_ON_CLOSE, node);
        Producer temporary = connection.producer(node.value().destination());

        assertThat(refusal(temporary, GROUP, "1").code()).isEqualTo(Code.NOT_ALLOWED);
        assertThat(refusal(producer, GROUP, null).code()).isEqualTo(Code.INVALID_FIELD);
        assertThat(refusal(producer, null, "1").code()).isEqualTo(Code.INVALID_FIELD);
        assertThat(refusal(producer, GROUP, "x".repeat(256)).code()).isEqualTo(Code.INVALID_FIELD);
    }

    private BrokerError refusal(Producer to, String group, String id) {
        return connection
                .prepareAsync(to, new HalfTerms(id, group, -1, "t"), "a", message -> message)
                .error();
    }

    @Test
    void shouldAskForPermissionOnTheGroup() {
        prepare("1", "a");
        broker.authorizer = (who, permission, address) -> !address.startsWith("$half");

        assertThat(refusal(producer, GROUP, "2").code()).isEqualTo(Code.UNAUTHORIZED);
        assertThat(connection.resolve(GROUP, "1", HalfAnswer.COMMIT).error().code())
                .isEqualTo(Code.UNAUTHORIZED);
        assertThat(checkerRefusal().code()).isEqualTo(Code.UNAUTHORIZED);

        broker.authorizer =
                (who, permission, address) -> permission == Permission.SEND && address.equals("$half/orders")
                        || permission == Permission.RECEIVE && address.equals("$half-check/orders");
        commit("1");
        connection.checker(GROUP, 1);
    }

    private BrokerError checkerRefusal() {
        Answer<HalfChecker> answer = new Answer<>();
        connection.connection.halfMessages().openChecker(GROUP, new Questions(), answer);
        return answer.error();
    }

    @Test
    void shouldNotDeleteAnAddressThatAHalfMessageWaitsToGoTo() {
        Producer once = connection.producer(queue("gone"));
        connection.prepare(once, GROUP, "1", "a");
        once.close();

        for (int i = 0; i < 5; i++) {
            advance(Duration.ofSeconds(40));
        }
        commit("1");

        assertThat(texts("gone")).containsExactly("a");
    }

    @Test
    void shouldFindAHalfMessageByItsId() {
        connection
                .prepareAsync(producer, new HalfTerms("1", GROUP, -1, "t"), "a", message -> message.messageId("ID:m"))
                .value();

        List<MessageLocation> found =
                BrokerFixture.await(broker.broker().administration().find("ID:m", 0, Long.MAX_VALUE, 10));

        assertThat(found)
                .singleElement()
                .satisfies(location -> assertThat(location.state()).isEqualTo(MessageLocation.State.IN_TRANSACTION));
    }

    // --- in a transaction

    @Test
    void shouldDecideAsPartOfATransaction() {
        prepare("1", "half");
        Transaction transaction = connection.connection.beginTransaction();
        connection.sendAsync(producer, "sent", message -> message, transaction).value();
        connection.resolve(GROUP, "1", HalfAnswer.COMMIT, transaction).value();
        assertThat(state("1")).isEqualTo(HalfState.PREPARED);

        Answer<Void> committed = new Answer<>();
        transaction.commit(committed);
        committed.value();

        assertThat(texts("q")).containsExactly("sent", "half");
        assertThat(state("1")).isEqualTo(HalfState.COMMITTED);
    }

    @Test
    void shouldLeaveTheHalfMessageOpenWhenTheTransactionRollsBack() {
        prepare("1", "half");
        Transaction transaction = connection.connection.beginTransaction();
        connection.resolve(GROUP, "1", HalfAnswer.COMMIT, transaction).value();

        Answer<Void> done = new Answer<>();
        transaction.rollback(done);
        done.value();

        assertThat(state("1")).isEqualTo(HalfState.PREPARED);
    }

    @Test
    void shouldRollTheTransactionBackIfTheOppositeWasDecidedMeanwhile() {
        prepare("1", "half");
        Transaction transaction = connection.connection.beginTransaction();
        connection.sendAsync(producer, "sent", message -> message, transaction).value();
        connection.resolve(GROUP, "1", HalfAnswer.COMMIT, transaction).value();

        Answer<Void> rolledBack = connection.resolve(GROUP, "1", HalfAnswer.ROLLBACK);
        Answer<Void> committed = new Answer<>();
        transaction.commit(committed);

        rolledBack.value();
        assertThat(committed.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
        assertThat(texts("q")).isEmpty();
    }

    @Test
    void shouldRollTheTransactionBackIfItsDecisionIsRefusedAndNobodyHearsThat() {
        prepare("1", "half");
        connection.resolve(GROUP, "1", HalfAnswer.ROLLBACK).value();
        for (String id : List.of("1", "none")) {
            Transaction transaction = connection.connection.beginTransaction();
            connection
                    .sendAsync(producer, "sent", message -> message, transaction)
                    .value();
            connection.resolveUnheard(GROUP, id, HalfAnswer.COMMIT, transaction);
            Answer<Void> committed = new Answer<>();
            transaction.commit(committed);
            assertThat(committed.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
        }
        assertThat(texts("q")).isEmpty();
    }

    @Test
    void shouldDecideByACheckThatIsAnsweredInATransaction() {
        prepare("1", "half");
        Questions questions = connection.checker(GROUP, 10);
        advance(FIRST_CHECK);
        Transaction transaction = connection.connection.beginTransaction();
        questions.checker.enlist(questions.next(), HalfAnswer.ROLLBACK, transaction);

        Answer<Void> committed = new Answer<>();
        transaction.commit(committed);
        committed.value();

        assertThat(state("1")).isEqualTo(HalfState.ROLLED_BACK);
    }

    @Test
    void shouldNotDecideAsPartOfADistributedTransaction() {
        prepare("1", "half");
        Transaction branch =
                new XaClient(connection).start(XaClient.xid("branch")).work();

        assertThat(connection
                        .resolve(GROUP, "1", HalfAnswer.COMMIT, branch)
                        .error()
                        .code())
                .isEqualTo(Code.NOT_ALLOWED);
        assertThat(state("1")).isEqualTo(HalfState.PREPARED);
    }

    // --- check-back

    @Test
    void shouldAskAMemberOfTheGroupWhenTheTimeHasCome() {
        prepare("1", "what of me?");
        connection.prepare(producer, GROUP, "1", "and me?");
        long born = broker.clock.millis();
        Questions questions = connection.checker(GROUP, 10);
        assertThat(questions.pollOrNull(20)).isNull();

        advance(FIRST_CHECK);

        HalfCheck check = questions.next();
        assertThat(check.id()).isEqualTo("1");
        assertThat(check.group()).isEqualTo(GROUP);
        assertThat(check.checks()).isZero();
        assertThat(check.bornMillis()).isEqualTo(born);
        assertThat(check.messages()).isEqualTo(2);
        assertThat(TextFormat.text(check.message())).isEqualTo("what of me?");
        assertThat(status("1").asking()).isTrue();

        questions.answer(check, HalfAnswer.COMMIT).value();
        assertThat(texts("q")).containsExactly("what of me?", "and me?");
    }

    /** Who sends it again after a lost connection begins the local transaction when that is accepted. */
    @Test
    void shouldTakeNoRollbackFromAMemberThatWasAskedBeforeARepeat() {
        HalfTerms terms = new HalfTerms("1", GROUP, -1, "tag");
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();
        Questions questions = connection.checker(GROUP, 10);
        advance(FIRST_CHECK);
        HalfCheck early = questions.next();
        advance(Duration.ofSeconds(1));
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();

        assertThat(questions.answer(early, HalfAnswer.ROLLBACK).error().code()).isEqualTo(Code.PRECONDITION_FAILED);

        assertThat(state("1")).isEqualTo(HalfState.PREPARED);
        advance(BACK_OFF);
        HalfCheck late = questions.next();
        assertThat(late.bornMillis()).isGreaterThan(early.bornMillis());
        questions.answer(late, HalfAnswer.ROLLBACK).value();
        assertThat(state("1")).isEqualTo(HalfState.ROLLED_BACK);
    }

    @Test
    void shouldTakeACommitFromAMemberThatWasAskedBeforeARepeat() {
        HalfTerms terms = new HalfTerms("1", GROUP, -1, "tag");
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();
        Questions questions = connection.checker(GROUP, 10);
        advance(FIRST_CHECK);
        HalfCheck early = questions.next();
        advance(Duration.ofSeconds(1));
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();

        questions.answer(early, HalfAnswer.COMMIT).value();

        assertThat(texts("q")).containsExactly("a");
    }

    @Test
    void shouldBeginTheAskingAnewWithARepeatAlsoOverARestart() {
        HalfTerms terms = new HalfTerms("1", GROUP, -1, "tag");
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();
        advance(FIRST_CHECK.minusSeconds(1));
        connection.prepareAsync(producer, terms, "a", m -> m.messageId("m1")).value();
        long born = broker.clock.millis();
        broker.restart();
        connect();
        Questions questions = connection.checker(GROUP, 10);

        advance(Duration.ofSeconds(2));
        assertThat(questions.pollOrNull(20)).isNull();
        advance(FIRST_CHECK);

        assertThat(questions.next().bornMillis()).isEqualTo(born);
    }

    @Test
    void shouldAskAtTheTimeThatTheMessageNames() {
        connection
                .prepareAsync(producer, new HalfTerms("soon", GROUP, 100, "t"), "a", message -> message)
                .value();
        Questions questions = connection.checker(GROUP, 10);

        advance(Duration.ofMillis(100));

        assertThat(questions.next().id()).isEqualTo("soon");
    }

    @Test
    void shouldNotAskForWhatWasDecided() {
        prepare("1", "a");
        commit("1");
        prepare("2", "b");
        Questions questions = connection.checker(GROUP, 10);

        advance(FIRST_CHECK);

        assertThat(questions.next().id()).isEqualTo("2");
        assertThat(questions.pollOrNull(20)).isNull();
    }

    @Test
    void shouldAskAgainAfterTheBackOffAndParkAfterTheLimit() {
        prepare("1", "a");
        Questions questions = connection.checker(GROUP, 100);
        advance(FIRST_CHECK);
        for (int checks = 0; checks < 15; checks++) {
            HalfCheck check = questions.next();
            assertThat(check.checks()).isEqualTo(checks);
            questions.answer(check, HalfAnswer.UNKNOWN).value();
            advance(BACK_OFF);
        }

        assertThat(questions.pollOrNull(20)).isNull();
        assertThat(state("1")).isEqualTo(HalfState.PARKED);
        assertThat(status("1").checks()).isEqualTo(15);

        commit("1");
        assertThat(texts("q")).containsExactly("a");
    }

    @Test
    void shouldNotCountAQuestionThatWasNotAnswered() {
        prepare("1", "a");
        Questions questions = connection.checker(GROUP, 10);
        advance(FIRST_CHECK);
        questions.next();
        questions.checker.close();
        Questions other = connection.checker(GROUP, 10);
        assertThat(other.pollOrNull(20)).isNull();

        advance(BACK_OFF);

        HalfCheck again = other.next();
        assertThat(again.checks()).isZero();
        other.checker.giveBack(again);
        assertThat(status("1").asking()).isFalse();
        advance(BACK_OFF);
        assertThat(other.next().checks()).isZero();
    }

    @Test
    void shouldWaitVisiblyForACheckerWithoutCountingAttempts() {
        prepare("1", "a");
        for (int i = 0; i < 20; i++) {
            advance(Duration.ofMinutes(1));
        }
        assertThat(status("1").noChecker()).isTrue();
        assertThat(status("1").checks()).isZero();
        assertThat(figures().noChecker()).isEqualTo(1);

        Questions questions = connection.checker(GROUP, 1);

        assertThat(questions.next().id()).isEqualTo("1");
        assertThat(status("1").noChecker()).isFalse();
    }

    @Test
    void shouldAskTheMembersOfAGroupInTurn() {
        for (String id : List.of("1", "2", "3", "4")) {
            prepare(id, "a");
        }
        Questions one = connection.checker(GROUP, 10);
        Questions two = broker.connect("other").checker(GROUP, 10);
        Questions stranger = connection.checker("strangers", 10);

        advance(FIRST_CHECK);

        assertThat(List.of(one.next().id(), one.next().id())).doesNotHaveDuplicates();
        assertThat(List.of(two.next().id(), two.next().id())).doesNotHaveDuplicates();
        assertThat(stranger.checks).isEmpty();
    }

    @Test
    void shouldAskNoMoreThanThereIsCreditAndAnswerADrain() {
        prepare("1", "a");
        prepare("2", "a");
        prepare("3", "a");
        Questions questions = connection.checker(GROUP, 2);
        advance(FIRST_CHECK);
        questions.next();
        questions.next();
        assertThat(questions.pollOrNull(20)).isNull();

        questions.checker.credit(10, true);

        assertThat(questions.next().id()).isEqualTo("3");
        assertThat(questions.nextDrained()).isEqualTo(10);
    }

    @Test
    void shouldParkWhatIsTooOldEvenIfNobodyWasAsked() {
        prepare("1", "a");

        advance(Duration.ofHours(72));
        advance(Duration.ofSeconds(2));

        awaitParked("1");
        assertThat(figures().parked()).isEqualTo(1);
        assertThat(figures().open()).isZero();
    }

    @Test
    void shouldAnswerTruthfullyWhenSomebodyElseHasDecidedMeanwhile() {
        prepare("1", "a");
        Questions questions = connection.checker(GROUP, 10);
        advance(FIRST_CHECK);
        HalfCheck check = questions.next();
        commit("1");

        assertThat(questions.answer(check, HalfAnswer.ROLLBACK).error().code()).isEqualTo(Code.PRECONDITION_FAILED);
        assertThat(texts("q")).containsExactly("a");
    }

    // --- operators

    @Test
    void shouldBeAskedAgainWhenAnOperatorRearmsIt() {
        prepare("1", "a");
        advance(Duration.ofHours(72));
        advance(Duration.ofSeconds(2));
        awaitParked("1");

        BrokerFixture.await(broker.broker().administration().halfMessages().rearm(GROUP, "1"));

        assertThat(state("1")).isEqualTo(HalfState.PREPARED);
        assertThat(connection.checker(GROUP, 1).next().id()).isEqualTo("1");
    }

    @Test
    void shouldLetAnOperatorListAndDecide() {
        prepare("1", "a");
        prepare("2", "b");
        var admin = broker.broker().administration().halfMessages();
        assertThat(BrokerFixture.await(admin.list(null, false, 10)))
                .extracting(HalfStatus::id)
                .containsExactly("1", "2");
        assertThat(BrokerFixture.await(admin.list("others", false, 10))).isEmpty();

        BrokerFixture.await(admin.resolve(GROUP, "1", true));
        BrokerFixture.await(admin.resolve(GROUP, "2", false));

        assertThat(texts("q")).containsExactly("a");
        assertThat(BrokerFixture.await(admin.list(null, false, 10))).isEmpty();
    }

    private HalfFigures figures() {
        return BrokerFixture.await(
                broker.broker().administration().halfMessages().figures());
    }

    // --- restarts

    @Test
    void shouldSurviveRestartsAndCrashesWithAllThatIsKnown() {
        prepare("committed", "a");
        commit("committed");
        prepare("open", "b");
        prepare("open", "c");
        Questions questions = connection.checker(GROUP, 10);
        advance(FIRST_CHECK);
        questions.answer(questions.next(), HalfAnswer.UNKNOWN).value();

        broker.restart();
        connect();
        assertThat(status("open").checks()).isEqualTo(1);
        broker.crash();
        connect();

        assertThat(connection
                        .resolve(GROUP, "committed", HalfAnswer.ROLLBACK)
                        .error()
                        .code())
                .isEqualTo(Code.PRECONDITION_FAILED);
        prepare("committed", "a");
        commit("open");
        assertThat(texts("q")).containsExactly("a", "b", "c");
    }

    @Test
    void shouldAskAfterARestartForWhatWasDueBefore() {
        prepare("1", "a");
        advance(FIRST_CHECK);

        broker.restart();
        connect();

        assertThat(connection.checker(GROUP, 1).next().id()).isEqualTo("1");
    }

    @Test
    void shouldForgetOutcomesOnlyWhenTheyAreOld() {
        prepare("1", "a");
        commit("1");
        advance(Duration.ofHours(23));
        assertThat(state("1")).isEqualTo(HalfState.COMMITTED);

        advance(Duration.ofHours(2));
        prepare("2", "b");
        commit("2");

        assertThat(connection.resolve(GROUP, "1", HalfAnswer.COMMIT).error().code())
                .isEqualTo(Code.NOT_FOUND);
    }
}
