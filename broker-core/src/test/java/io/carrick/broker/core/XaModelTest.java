package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.XaClient.code;
import static io.carrick.broker.core.XaClient.xid;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.Delivery;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaCommand;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.XaTransactions.Start;
import io.carrick.broker.XaTransactions.Vote;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaPrepareRecord;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.Seeds;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Branches against a model: every interleaving of starting, joining, suspending, working, preparing, deciding, in the
 * first place and again, by an operator, of lost connections, time-outs, restarts, kills and power cuts that the seeds
 * come upon. Each answer is the model's, the queue holds what the model holds, and {@code recover} lists exactly what is
 * in doubt.
 */
class XaModelTest {
    private static final int STEPS = 60;
    private static final int BRANCHES = 3;
    private static final long TIMEOUT_MILLIS = 60_000;

    @Test
    void shouldDoAsTheModelDoes() {
        Seeds.forEach(seed -> new Run(seed, PlantedFault.NONE).all());
    }

    @Test
    void shouldFindABrokerThatForgetsAtAStartWhatWasPrepared() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof XaPrepareRecord ? null : record);
        fault.mustBeFoundBy((seed, planted) -> new Run(seed, planted).all());
    }

    @Test
    void shouldFindABrokerThatTakesRollbacksForCommitsAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record ->
                record instanceof XaOutcomeRecord outcome && outcome.decision() == XaOutcomeRecord.Decision.ROLLBACK
                        ? new XaOutcomeRecord(
                                outcome.timestamp(),
                                outcome.xid(),
                                outcome.transactionId(),
                                XaOutcomeRecord.Decision.COMMIT,
                                outcome.settled(),
                                outcome.returned(),
                                outcome.condemned())
                        : record);
        fault.mustBeFoundBy((seed, planted) -> new Run(seed, planted).all());
    }

    /** What the model knows of one branch. */
    private static final class Model {
        private XaState state = XaState.UNKNOWN;
        private final List<String> sent = new ArrayList<>();
        private final List<String> received = new ArrayList<>();
        /** Of each connection, those that work. */
        private final Map<Integer, List<Association>> active = new LinkedHashMap<>();

        private final List<Integer> suspended = new ArrayList<>();
        private final Set<Integer> participants = new TreeSet<>();
        private long startedMillis;
        private boolean hadRecord;

        boolean isWorkedIn() {
            return active.values().stream().anyMatch(each -> !each.isEmpty());
        }

        void undecided() {
            if (state != XaState.ROLLBACK_ONLY) {
                state = isWorkedIn() ? XaState.ACTIVE : suspended.isEmpty() ? XaState.ENDED : XaState.SUSPENDED;
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final PlantedFault fault;
        private final TestClock clock = new TestClock();
        private final Map<Xid, Model> model = new LinkedHashMap<>();
        private final Set<String> available = new TreeSet<>();
        private final TestConnection[] connections = new TestConnection[2];
        private final XaClient[] clients = new XaClient[2];
        private final Producer[] producers = new Producer[2];
        private SimulatedDisk disk;
        private CarrickBroker broker;
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
            check();
            restart(2);
            check();
            broker.close();
        }

        private void open() throws IOException {
            AddressSettings usual = AddressSettings.DEFAULT;
            AddressSettings patient = new AddressSettings(
                    usual.defaultKind(),
                    usual.autoCreate(),
                    false,
                    null,
                    null,
                    0,
                    0,
                    usual.redeliveryDelay(),
                    usual.redeliveryDelayMultiplier(),
                    usual.redeliveryDelayMax(),
                    usual.durability(),
                    0,
                    0,
                    usual.whenFull(),
                    false,
                    0,
                    usual.defaultTimeToLive());
            broker = CarrickBroker.open(
                    disk.root(),
                    new BrokerSettings(fault.log(new CommitLogSettings(64 << 10, 0, 64 << 10)), 20_000, 20_000, 30_000),
                    new BrokerEnvironment(
                            name -> patient, Authorizer.PERMIT_ALL, new TextFormat(), clock, cause -> {}));
            connect(0);
            connect(1);
        }

        private void connect(int which) {
            connections[which] = new TestConnection(broker, "client-" + which);
            clients[which] = new XaClient(connections[which]);
            producers[which] = connections[which].producer(queue("q"));
        }

        private void step() throws Exception {
            Xid xid = xid("branch-" + random.nextInt(BRANCHES) + "-" + next / 30);
            Model branch = model.computeIfAbsent(xid, each -> new Model());
            int which = random.nextInt(2);
            next++;
            if (random.nextInt(3) > 0) {
                goOn(which, xid, branch);
                return;
            }
            switch (random.nextInt(10)) {
                case 0 -> start(which, xid, branch);
                case 1 -> join(which, xid, branch);
                case 2 -> resume(which, xid, branch);
                case 3 -> prepare(which, xid, branch);
                case 4 -> commit(which, xid, branch, random.nextBoolean());
                case 5 -> rollback(which, xid, branch);
                case 6 -> operate(xid, branch);
                case 7 -> forget(which, xid, branch);
                case 8 -> interrupt(which);
                default -> {
                    check();
                    connections[which].send(queue("q"), offer());
                }
            }
        }

        /** What a transaction manager would do next. */
        private void goOn(int which, Xid xid, Model branch) throws Exception {
            switch (branch.state) {
                case UNKNOWN -> start(which, xid, branch);
                case ACTIVE -> {
                    switch (random.nextInt(4)) {
                        case 0 -> send(which, branch);
                        case 1 -> receive(which, branch);
                        default -> end(which, branch);
                    }
                }
                case SUSPENDED -> resume(which, xid, branch);
                case ENDED -> prepare(which, xid, branch);
                case PREPARED -> {
                    if (random.nextInt(3) == 0) {
                        commit(which, xid, branch, false);
                    } else {
                        interrupt(which);
                    }
                }
                default -> connections[which].send(queue("q"), offer());
            }
        }

        private String offer() {
            String text = "m" + next;
            available.add(text);
            return text;
        }

        // --- work

        private void start(int which, Xid xid, Model branch) {
            Answer<Association> answer = clients[which].start(xid, Start.NEW, TIMEOUT_MILLIS);
            XaCode refusal = branch.state.refusal(XaCommand.START);
            if (refusal != null) {
                assertThat(code(answer)).isEqualTo(refusal);
                return;
            }
            branch.sent.clear();
            branch.received.clear();
            branch.hadRecord = false;
            branch.startedMillis = clock.millis();
            begun(which, branch, answer.value());
        }

        private static void begun(int which, Model branch, Association association) {
            branch.active.computeIfAbsent(which, each -> new ArrayList<>()).add(association);
            branch.participants.add(which);
            branch.undecided();
        }

        private void join(int which, Xid xid, Model branch) {
            Answer<Association> answer = clients[which].start(xid, Start.JOIN);
            if (refused(answer, branch.state.refusal(XaCommand.JOIN))) {
                return;
            }
            begun(which, branch, answer.value());
        }

        private void resume(int which, Xid xid, Model branch) {
            Answer<Association> answer = clients[which].start(xid, Start.RESUME);
            XaCode refusal = branch.state.refusal(XaCommand.RESUME);
            if (refused(answer, refusal == null && branch.suspended.isEmpty() ? XaCode.XAER_PROTO : refusal)) {
                return;
            }
            if (!branch.suspended.remove((Integer) which)) {
                branch.suspended.remove(0);
            }
            begun(which, branch, answer.value());
        }

        /** Whether it is refused, as it should be. A branch that is rolled back may say that it ran out of time. */
        private static boolean refused(Answer<?> answer, XaCode refusal) {
            if (refusal == XaCode.XA_RBROLLBACK) {
                assertThat(code(answer)).isIn(XaCode.XA_RBROLLBACK, XaCode.XA_RBTIMEOUT);
            } else if (refusal != null) {
                assertThat(code(answer)).isEqualTo(refusal);
            }
            return refusal != null;
        }

        private Association working(int which, Model branch) {
            List<Association> mine = branch.active.getOrDefault(which, List.of());
            return mine.isEmpty() ? null : mine.get(random.nextInt(mine.size()));
        }

        private void send(int which, Model branch) {
            Association work = working(which, branch);
            if (work != null) {
                String text = "m" + next;
                clients[which].send(producers[which], text, work);
                branch.sent.add(text);
                branch.hadRecord = true;
            }
        }

        private void receive(int which, Model branch) throws InterruptedException {
            Association work = working(which, branch);
            if (work == null || available.isEmpty()) {
                return;
            }
            Received consumer = connections[which].consumer(queue("q"), 1);
            Delivery delivery = consumer.deliveries.poll(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(delivery).as("one of " + available).isNotNull();
            String text = TextFormat.text(delivery.message());
            assertThat(available.remove(text))
                    .as(text + " is one of " + available)
                    .isTrue();
            clients[which].accept(delivery, work);
            branch.received.add(text);
            consumer.close();
        }

        private void end(int which, Model branch) {
            Association work = working(which, branch);
            if (work == null) {
                return;
            }
            End how = random.nextInt(8) == 0 ? End.FAIL : random.nextInt(3) == 0 ? End.SUSPEND : End.SUCCESS;
            Answer<Void> answer = clients[which].end(work, how);
            branch.active.get(which).remove(work);
            if (branch.state == XaState.ROLLBACK_ONLY && how != End.FAIL) {
                assertThat(code(answer)).isIn(XaCode.XA_RBROLLBACK, XaCode.XA_RBTIMEOUT);
            } else {
                answer.value();
            }
            if (how == End.SUSPEND) {
                branch.suspended.add(which);
            }
            if (how == End.FAIL) {
                branch.state = XaState.ROLLBACK_ONLY;
            }
            branch.undecided();
            release(branch);
        }

        /** What can take no other end is rolled back as soon as nobody works in it. */
        private void release(Model branch) {
            if (branch.state == XaState.ROLLBACK_ONLY && !branch.isWorkedIn()) {
                available.addAll(branch.received);
                branch.received.clear();
                branch.sent.clear();
            }
        }

        // --- decisions

        private void over(Model branch, XaState outcome) {
            boolean commits = outcome == XaState.COMMITTED || outcome == XaState.HEURISTICALLY_COMMITTED;
            available.addAll(commits ? branch.sent : branch.received);
            branch.sent.clear();
            branch.received.clear();
            branch.active.clear();
            branch.suspended.clear();
            branch.participants.clear();
            branch.state = outcome;
        }

        private void prepare(int which, Xid xid, Model branch) {
            Answer<Vote> answer = clients[which].prepare(xid);
            if (refused(answer, branch.state.refusal(XaCommand.PREPARE))) {
                if (branch.state == XaState.ROLLBACK_ONLY) {
                    over(branch, XaState.ROLLED_BACK);
                }
                return;
            }
            boolean empty = branch.state == XaState.ENDED && branch.sent.isEmpty() && branch.received.isEmpty();
            assertThat(answer.value()).isEqualTo(empty ? Vote.READ_ONLY : Vote.OK);
            if (empty) {
                over(branch, XaState.UNKNOWN);
            } else {
                branch.hadRecord = true;
                branch.state = XaState.PREPARED;
            }
        }

        private void commit(int which, Xid xid, Model branch, boolean onePhase) {
            Answer<Void> answer = clients[which].commit(xid, onePhase);
            XaCode refusal = branch.state.refusal(onePhase ? XaCommand.COMMIT_ONE_PHASE : XaCommand.COMMIT);
            if (refused(answer, refusal)) {
                if (onePhase && branch.state == XaState.ROLLBACK_ONLY) {
                    over(branch, XaState.ROLLED_BACK);
                }
                return;
            }
            answer.value();
            branch.hadRecord |= !branch.received.isEmpty() || !branch.sent.isEmpty();
            over(branch, XaState.COMMITTED);
        }

        private void rollback(int which, Xid xid, Model branch) {
            Answer<Void> answer = clients[which].rollback(xid);
            if (!refused(answer, branch.state.refusal(XaCommand.ROLLBACK))) {
                answer.value();
                over(branch, XaState.ROLLED_BACK);
            }
        }

        private void operate(Xid xid, Model branch) {
            boolean commit = random.nextBoolean();
            Answer<Void> answer = new Answer<>();
            Reply<Void> reply = answer;
            broker.branches(branches -> branches.operate(xid, commit, reply));
            XaCommand command = commit ? XaCommand.OPERATOR_COMMIT : XaCommand.OPERATOR_ROLLBACK;
            if (refused(answer, branch.state.refusal(command))) {
                return;
            }
            answer.value();
            if (branch.state == XaState.PREPARED) {
                over(branch, commit ? XaState.HEURISTICALLY_COMMITTED : XaState.HEURISTICALLY_ROLLED_BACK);
            } else {
                over(branch, XaState.ROLLED_BACK);
            }
        }

        private void forget(int which, Xid xid, Model branch) {
            Answer<Void> answer = clients[which].forget(xid);
            if (!refused(answer, branch.state.refusal(XaCommand.FORGET))) {
                answer.value();
                over(branch, XaState.UNKNOWN);
            }
        }

        // --- accidents

        private void interrupt(int which) throws Exception {
            switch (random.nextInt(6)) {
                case 0, 1 -> lose(which);
                case 2 -> timeOut();
                default -> restart(random.nextInt(3));
            }
        }

        private void lose(int which) {
            connections[which].connection.close();
            connect(which);
            for (Model branch : model.values()) {
                if (!branch.state.isUndecided() || !branch.participants.remove(which)) {
                    continue;
                }
                boolean unfinished =
                        !branch.active.getOrDefault(which, List.of()).isEmpty();
                branch.active.remove(which);
                unfinished |= branch.suspended.removeIf(each -> each == which);
                if (unfinished) {
                    branch.state = XaState.ROLLBACK_ONLY;
                }
                if (branch.participants.isEmpty()) {
                    over(branch, XaState.ROLLED_BACK);
                } else {
                    release(branch);
                }
            }
        }

        private void timeOut() {
            clock.advance(Duration.ofMillis(TIMEOUT_MILLIS + 2000));
            for (Map.Entry<Xid, Model> entry : model.entrySet()) {
                Model branch = entry.getValue();
                if (branch.state.isUndecided()) {
                    branch.state = XaState.ROLLBACK_ONLY;
                    release(branch);
                }
            }
            long deadline = System.nanoTime()
                    + Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS).toNanos();
            model.forEach((xid, branch) -> {
                while (branch.state == XaState.ROLLBACK_ONLY && clients[0].status(xid) != XaState.ROLLBACK_ONLY) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    Thread.onSpinWait();
                }
            });
        }

        private void restart(int how) throws IOException {
            if (how == 0) {
                disk.kill();
            } else if (how == 1) {
                disk.crash();
            }
            if (how == 2) {
                broker.close();
            } else {
                try {
                    broker.halt();
                } catch (IOException expected) {
                    assertThat(expected).isNotNull();
                }
            }
            disk = fault.between(disk);
            open();
            model.forEach((xid, branch) -> {
                if (branch.state.isUndecided()) {
                    over(branch, XaState.ROLLED_BACK);
                }
                if (branch.state == XaState.ROLLED_BACK || branch.state == XaState.COMMITTED && !branch.hadRecord) {
                    XaState now = clients[0].status(xid);
                    assertThat(now).isIn(branch.state, XaState.UNKNOWN);
                    branch.state = now;
                }
            });
            check();
        }

        // --- what can be seen

        /** What was rolled back is on its way back when the answer comes. */
        private void awaitAvailable() {
            long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            List<String> seen;
            do {
                Received browser = connections[0].browser(queue("q"), 0);
                seen = browser.drain(1000);
                browser.close();
            } while (!Set.copyOf(seen).equals(available) && System.nanoTime() < deadline);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(available);
        }

        private void check() {
            awaitAvailable();
            Set<Xid> inDoubt = model.entrySet().stream()
                    .filter(each -> each.getValue().state == XaState.PREPARED
                            || each.getValue().state.isHeuristic())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(clients[1].recover()).containsExactlyInAnyOrderElementsOf(inDoubt);
            model.forEach((xid, branch) ->
                    assertThat(clients[1].status(xid)).as(xid.toString()).isEqualTo(branch.state));
        }
    }
}
