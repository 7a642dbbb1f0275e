package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.HalfAdministration;
import io.carrick.broker.HalfAdministration.HalfStatus;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.HalfState;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.OutcomeSettings;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Questions;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.broker.record.EnqueueRecord;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfRecord;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.Seeds;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Half messages against a model of a few lines: every interleaving of preparing, repeating, deciding by a member, in a
 * transaction, by a check-back or by an operator, of time, restarts, kills and power cuts that the seeds come upon.
 * Each answer is what the model says, and the queue holds exactly what was committed, in that order.
 */
class HalfModelTest {
    private static final String GROUP = "group";
    private static final int STEPS = 50;
    private static final int IDS = 6;
    private static final HalfSettings SETTINGS = new HalfSettings(
            Duration.ofSeconds(6), Duration.ofSeconds(30), 3, Duration.ofHours(1), Duration.ofDays(9), 100_000);

    @Test
    void shouldDoAsTheModelDoes() {
        Seeds.forEach(seed -> new Run(seed, PlantedFault.NONE).all());
    }

    @Test
    void shouldFindABrokerThatForgetsRollbacksAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record ->
                record instanceof HalfEventRecord event && event.event() == HalfEvent.ROLLBACK ? null : record);
        fault.mustBeFoundBy((seed, planted) -> new Run(seed, planted).all());
    }

    @Test
    void shouldFindABrokerThatShowsHalfMessagesAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof HalfRecord half
                ? new EnqueueRecord(half.timestamp(), half.addressId(), half.body())
                : record);
        fault.mustBeFoundBy((seed, planted) -> new Run(seed, planted).all());
    }

    /** What the model knows of one half message. */
    private static final class Half {
        private final List<String> messages = new ArrayList<>();
        private final Set<String> identities = new HashSet<>();
        private HalfState state = HalfState.PREPARED;
        private long bornMillis;
        private long armedMillis;
        private int checks;

        /** Whether a decision is refused, and if not, whether it is the first. */
        boolean refuses(boolean commit) {
            return state.decided() && state != outcome(commit);
        }

        /** It is sent, maybe not for the first time: the asking begins. */
        void begin(long nowMillis) {
            bornMillis = nowMillis;
            armedMillis = nowMillis;
            checks = 0;
        }

        static HalfState outcome(boolean commit) {
            return commit ? HalfState.COMMITTED : HalfState.ROLLED_BACK;
        }
    }

    private static final class Run {
        private final Random random;
        private final PlantedFault fault;
        private final TestClock clock = new TestClock();
        private final Map<String, Half> model = new LinkedHashMap<>();
        private final List<String> visible = new ArrayList<>();
        private SimulatedDisk disk;
        private CarrickBroker broker;
        private TestConnection connection;
        private Producer producer;
        private Questions questions;
        private int next;

        Run(long seed, PlantedFault fault) {
            this.fault = fault;
            random = Seeds.random(seed);
            disk = new SimulatedDisk(seed);
        }

        void all() throws Exception {
            open();
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            checkAll();
            checkThatAllOpenOnesAreAskedFor();
            broker.close();
        }

        private void open() throws IOException {
            BrokerSettings settings = new BrokerSettings(
                    fault.log(new CommitLogSettings(64 << 10, 0, 64 << 10)),
                    20_000,
                    20_000,
                    30_000,
                    SETTINGS,
                    OutcomeSettings.DEFAULT);
            BrokerEnvironment environment = new BrokerEnvironment(
                    name -> AddressSettings.DEFAULT, Authorizer.PERMIT_ALL, new TextFormat(), clock, cause -> {});
            broker = CarrickBroker.open(disk.root(), settings, environment);
            connection = new TestConnection(broker, "client");
            producer = connection.producer(queue("q"));
            questions = connection.checker(GROUP, 1 + random.nextInt(8));
        }

        private void step() throws IOException {
            switch (random.nextInt(17)) {
                case 0, 1, 2 -> prepare(anyId(), "m" + ++next);
                case 3 -> repeat(anyId());
                case 4, 5 -> resolve(anyId(), random.nextBoolean());
                case 6 -> resolveInTransaction(anyId(), random.nextBoolean(), random.nextBoolean());
                case 7 -> operate(anyId());
                case 8, 9, 10, 11 -> answerOne();
                case 12, 13, 14 -> advance();
                case 15 -> member();
                default -> crashNowAndThen();
            }
        }

        private String anyId() {
            return "half-" + random.nextInt(IDS) + "-" + (next / 16);
        }

        private long nowMillis() {
            return clock.millis();
        }

        // --- steps

        private void prepare(String id, String text) {
            Half half = model.get(id);
            Sent sent = send(id, text);
            boolean isRepeat = half != null && half.identities.contains(text);
            if (half != null && half.state.decided() && !(isRepeat && half.state == HalfState.COMMITTED)) {
                assertThat(sent.error().code()).isEqualTo(Code.PRECONDITION_FAILED);
                return;
            }
            sent.value();
            prepared(id, text);
        }

        private Sent send(String id, String text) {
            String padding = " " + "x".repeat(random.nextInt(400));
            return connection.prepareAsync(
                    producer, new HalfTerms(id, GROUP, -1, "t"), text + padding, m -> m.messageId(text));
        }

        private void prepared(String id, String text) {
            Half half = model.computeIfAbsent(id, each -> {
                Half created = new Half();
                created.begin(nowMillis());
                return created;
            });
            if (half.identities.add(text)) {
                half.messages.add(text);
            } else if (half.state == HalfState.PREPARED) {
                half.begin(nowMillis());
            }
        }

        private void repeat(String id) {
            Half half = model.get(id);
            if (half != null) {
                prepare(id, half.messages.get(random.nextInt(half.messages.size())));
            }
        }

        private void resolve(String id, boolean commit) {
            Answer<Void> answer = connection.resolve(GROUP, id, commit ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK);
            expect(answer, id, commit);
        }

        private void expect(Answer<Void> answer, String id, boolean commit) {
            Half half = model.get(id);
            if (half == null) {
                assertThat(answer.error().code()).isEqualTo(Code.NOT_FOUND);
            } else if (half.refuses(commit)) {
                BrokerError error = answer.error();
                assertThat(error.code()).isEqualTo(Code.PRECONDITION_FAILED);
                assertThat(error.info()).containsEntry("state", half.state.name());
            } else {
                answer.value();
                decided(half, commit);
            }
        }

        private void decided(Half half, boolean commit) {
            if (!half.state.decided()) {
                half.state = Half.outcome(commit);
                if (commit) {
                    visible.addAll(half.messages);
                }
            }
        }

        private void resolveInTransaction(String id, boolean commit, boolean end) {
            Transaction transaction = connection.connection.beginTransaction();
            Half half = model.get(id);
            Answer<Void> enlisted =
                    connection.resolve(GROUP, id, commit ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK, transaction);
            if (half == null) {
                assertThat(enlisted.error().code()).isEqualTo(Code.NOT_FOUND);
            } else if (half.refuses(commit)) {
                assertThat(enlisted.error().code()).isEqualTo(Code.PRECONDITION_FAILED);
            } else {
                enlisted.value();
                if (random.nextInt(3) == 0) {
                    resolve(id, random.nextBoolean());
                }
            }
            Answer<Void> ended = new Answer<>();
            if (!end) {
                transaction.rollback(ended);
                ended.value();
                return;
            }
            String sent = "t" + ++next;
            connection
                    .sendAsync(producer, sent + " ", message -> message, transaction)
                    .value();
            boolean enlists = half != null && enlisted.isSuccess();
            transaction.commit(ended);
            if (enlists && half.refuses(commit)) {
                assertThat(ended.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
                return;
            }
            ended.value();
            visible.add(sent);
            if (enlists) {
                decided(half, commit);
            }
        }

        private void operate(String id) {
            Half half = model.get(id);
            if (random.nextBoolean() || half == null) {
                boolean commit = random.nextBoolean();
                BrokerError error = refusal(() -> admin().resolve(GROUP, id, commit));
                assertThat(error == null).isEqualTo(half != null && !half.refuses(commit));
                if (error == null) {
                    decided(half, commit);
                }
                return;
            }
            BrokerError error = refusal(() -> admin().rearm(GROUP, id));
            assertThat(error == null).isEqualTo(!half.state.decided());
            if (error == null) {
                half.state = HalfState.PREPARED;
                half.checks = 0;
                half.armedMillis = nowMillis();
            }
        }

        private HalfAdministration admin() {
            return broker.administration().halfMessages();
        }

        private static BrokerError refusal(Supplier<CompletionStage<?>> call) {
            try {
                call.get().toCompletableFuture().join();
                return null;
            } catch (CompletionException e) {
                return ((BrokerException) e.getCause()).error();
            }
        }

        private void answerOne() {
            HalfCheck check = questions.pollOrNull(1);
            if (check == null) {
                return;
            }
            Half half = model.get(check.id());
            assertThat(half)
                    .as("half message %s that was asked for", check.id())
                    .isNotNull();
            switch (random.nextInt(5)) {
                case 0 -> questions.checker.giveBack(check);
                case 1 -> expect(questions.answer(check, HalfAnswer.COMMIT), check.id(), true);
                case 2 -> rollBack(half, check);
                default -> {
                    questions.answer(check, HalfAnswer.UNKNOWN).value();
                    unknown(half);
                }
            }
        }

        /** Not what was sent again since it was asked for. */
        private void rollBack(Half half, HalfCheck check) {
            Answer<Void> answer = questions.answer(check, HalfAnswer.ROLLBACK);
            if (!half.state.decided() && half.bornMillis != check.bornMillis()) {
                assertThat(answer.error().code()).isEqualTo(Code.PRECONDITION_FAILED);
            } else {
                expect(answer, check.id(), false);
            }
        }

        private static void unknown(Half half) {
            if (half.state == HalfState.PREPARED) {
                half.checks++;
                if (half.checks >= SETTINGS.checksMax()) {
                    half.state = HalfState.PARKED;
                }
            }
        }

        private void advance() {
            Duration by = switch (random.nextInt(8)) {
                case 0 -> Duration.ofSeconds(1);
                case 1, 2 -> Duration.ofSeconds(7);
                case 3, 4, 5, 6 -> Duration.ofSeconds(31);
                default -> Duration.ofMinutes(25);
            };
            clock.advance(by);
            settleParked();
        }

        /** What is too old is parked within a second of the broker's time: waits for that. */
        private void settleParked() {
            clock.advance(Duration.ofSeconds(1));
            long parked = 0;
            for (Half half : model.values()) {
                if (half.state == HalfState.PREPARED
                        && half.armedMillis <= nowMillis() - SETTINGS.ageMax().toMillis()) {
                    half.state = HalfState.PARKED;
                }
                parked += half.state == HalfState.PARKED ? 1 : 0;
            }
            long tries = 0;
            while (BrokerFixture.await(admin().figures()).parked() != parked) {
                assertThat(++tries).as("tries until %d are parked", parked).isLessThan(100_000);
            }
        }

        private void member() {
            if (random.nextBoolean()) {
                questions.checker.credit(random.nextInt(20), random.nextBoolean());
            } else {
                questions.checker.close();
                questions = connection.checker(GROUP, random.nextInt(4));
            }
        }

        private void crashNowAndThen() throws IOException {
            switch (random.nextInt(6)) {
                case 0 -> {
                    broker.close();
                    disk = fault.between(disk);
                    open();
                    checkAll();
                }
                case 1 -> crash(() -> {});
                case 2 -> crashWhilePreparing(anyId(), "m" + ++next);
                case 3 -> crashWhileResolving(anyId(), random.nextBoolean());
                default -> checkAll();
            }
        }

        // --- crashes

        private void crash(Runnable inTheMidst) throws IOException {
            inTheMidst.run();
            if (random.nextBoolean()) {
                disk.crash();
            } else {
                disk.kill();
            }
            try {
                broker.halt();
            } catch (IOException expected) {
                // The disk is gone.
                assertThat(expected).isNotNull();
            }
            disk = fault.between(disk);
            open();
            settleParked();
        }

        private void crashWhilePreparing(String id, String text) throws IOException {
            Half before = model.get(id);
            crash(() -> send(id, text));
            boolean taken = before == null
                    ? state(id) != null
                    : !before.state.decided() && status(id).addresses().size() > before.messages.size();
            if (taken) {
                prepared(id, text);
            }
        }

        private void crashWhileResolving(String id, boolean commit) throws IOException {
            crash(() -> connection.resolve(GROUP, id, commit ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK));
            Half half = model.get(id);
            if (half != null && !half.state.decided() && state(id) == Half.outcome(commit)) {
                decided(half, commit);
            }
        }

        // --- what must hold

        private HalfState state(String id) {
            HalfStatus status = status(id);
            return status == null ? null : status.state();
        }

        private HalfStatus status(String id) {
            try {
                return admin().show(GROUP, id).toCompletableFuture().join();
            } catch (CompletionException e) {
                return null;
            }
        }

        private void checkAll() {
            model.forEach((id, half) -> {
                HalfStatus status = status(id);
                assertThat(status).as(id).isNotNull();
                assertThat(status.state()).as(id).isEqualTo(half.state);
                if (!half.state.decided()) {
                    assertThat(status.checks()).as("checks of " + id).isEqualTo(half.checks);
                    assertThat(status.addresses()).hasSameSizeAs(half.messages);
                }
            });
            Received browser = connection.browser(queue("q"), 0);
            List<String> texts = browser.drain(Integer.MAX_VALUE).stream()
                    .map(text -> text.substring(0, text.indexOf(' ')))
                    .toList();
            browser.close();
            assertThat(texts).isEqualTo(visible);
        }

        private void checkThatAllOpenOnesAreAskedFor() {
            questions.checker.close();
            questions = connection.checker(GROUP, Integer.MAX_VALUE);
            clock.advance(Duration.ofSeconds(31));
            settleParked();
            Set<String> expected = new HashSet<>();
            model.forEach((id, half) -> {
                if (half.state == HalfState.PREPARED) {
                    expected.add(id);
                }
            });
            Set<String> asked = new HashSet<>();
            while (!asked.containsAll(expected)) {
                asked.add(questions.next().id());
            }
            assertThat(asked).isEqualTo(expected);
        }
    }
}
