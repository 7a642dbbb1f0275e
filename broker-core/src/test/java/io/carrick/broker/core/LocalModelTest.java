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
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.broker.record.OutcomeRecord;
import io.carrick.broker.settings.AddressSettingsOverride;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.Seeds;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Local transactions against a model: every interleaving of work, commits and rollbacks, in the first place and again, of
 * time-outs, an operator, lost connections, lost answers that are asked for later, work that comes too late, restarts,
 * kills and power cuts that the seeds come upon. Each answer is the model's, and the queue holds what the model holds.
 */
class LocalModelTest {
    private static final int STEPS = 40;
    private static final int OPEN_MAX = 3;

    @Test
    void shouldDoAsTheModelDoes() {
        Seeds.forEach(seed -> new Run(seed, PlantedFault.NONE).all());
    }

    @Test
    void shouldFindABrokerThatForgetsAtAStartWhatACommitHasSettled() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof OutcomeRecord outcome
                        && outcome.committed()
                ? OutcomeRecord.commit(
                        outcome.timestamp(), outcome.transactionId(), List.of(), List.of(), List.of(), outcome.halves())
                : record);
        fault.mustBeFoundBy((seed, planted) -> new Run(seed, planted).all());
    }

    @Test
    void shouldFindABrokerThatForgetsOutcomesAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof OutcomeRecord ? null : record);
        fault.mustBeFoundBy((seed, planted) -> new Run(seed, planted).all());
    }

    private enum Phase {
        OPEN,
        /** It can only be rolled back. */
        DOOMED,
        /** An operator has undone its work; its client has not heard of it. */
        RELEASED,
        COMMITTED,
        ROLLED_BACK;

        boolean isOpen() {
            return this != COMMITTED && this != ROLLED_BACK;
        }
    }

    /** What the model knows of one transaction. */
    private static final class Model {
        private final int owner;
        private final Transaction transaction;
        private final List<String> sent = new ArrayList<>();
        private final List<String> received = new ArrayList<>();
        private Phase phase = Phase.OPEN;
        private boolean hadRecord;
        private boolean reachable = true;
        /** Once undone by an operator, it tells whoever ends it that it was rolled back, however often. */
        private boolean released;

        Model(int owner, Transaction transaction) {
            this.owner = owner;
            this.transaction = transaction;
        }
    }

    private static final class Run {
        private final Random random;
        private final PlantedFault fault;
        private final TestClock clock = new TestClock();
        private final List<Model> models = new ArrayList<>();
        private final Set<Long> ids = new HashSet<>();
        private final Set<String> available = new TreeSet<>();
        private final TestConnection[] connections = new TestConnection[2];
        private final Producer[] producers = new Producer[2];
        private SimulatedDisk disk;
        private CarrickBroker broker;
        private int next;

        Run(long seed, PlantedFault fault) {
            random = Seeds.random(seed);
            disk = new SimulatedDisk(seed);
            this.fault = fault;
        }

        void all() throws Exception {
            open();
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            check();
            restart(2);
            broker.close();
        }

        private void open() throws IOException {
            AddressSettings patient = AddressSettingsOverride.builder()
                    .deliveryAttemptsMax(0)
                    .deliveryLossesMax(0)
                    .autoDelete(false)
                    .build()
                    .over(AddressSettings.DEFAULT);
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
            producers[which] = connections[which].producer(queue("q"));
        }

        private void step() throws Exception {
            next++;
            List<Model> open =
                    models.stream().filter(each -> each.phase.isOpen()).toList();
            if (open.size() < OPEN_MAX && random.nextInt(4) == 0) {
                begin(random.nextInt(2));
            }
            if (models.isEmpty()) {
                offer();
                return;
            }
            List<Model> candidates = open.isEmpty() || random.nextInt(4) == 0 ? models : open;
            Model chosen = candidates.get(random.nextInt(candidates.size()));
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> send(chosen);
                case 3, 4 -> receive(chosen);
                case 5, 6 -> commit(chosen);
                case 7 -> rollback(chosen);
                case 8 -> timeOut(chosen);
                case 9 -> operate(chosen);
                case 10 -> ask(chosen, random.nextInt(4) > 0);
                case 11 -> interrupt(chosen);
                default -> offer();
            }
        }

        private void offer() {
            String text = "m" + next;
            connections[random.nextInt(2)].send(queue("q"), text);
            available.add(text);
        }

        // --- work

        private void begin(int which) {
            Model model = new Model(which, connections[which].connection.beginTransaction());
            assertThat(ids.add(model.transaction.id())).as("a new id").isTrue();
            models.add(model);
        }

        private void send(Model model) {
            if (!model.reachable) {
                return;
            }
            String text = "t" + next;
            Sent sent = connections[model.owner].sendAsync(
                    producers[model.owner], text, message -> message, model.transaction);
            if (model.phase == Phase.OPEN || model.phase == Phase.DOOMED) {
                sent.value();
                model.sent.add(text);
                model.hadRecord = true;
            } else {
                assertThat(sent.error()).as("too late").isNotNull();
            }
        }

        private void receive(Model model) throws InterruptedException {
            if (!model.reachable || available.isEmpty()) {
                return;
            }
            Received consumer = connections[model.owner].consumer(queue("q"), 1);
            Delivery delivery = consumer.deliveries.poll(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(delivery).as("one of " + available).isNotNull();
            String text = TextFormat.text(delivery.message());
            assertThat(available).contains(text);
            model.transaction.settle(List.of(delivery), Outcome.ACCEPTED, true);
            if (model.phase == Phase.OPEN || model.phase == Phase.DOOMED) {
                available.remove(text);
                model.received.add(text);
                model.hadRecord = true;
            }
            consumer.close();
        }

        // --- ends

        private void over(Model model, Phase phase) {
            available.addAll(phase == Phase.COMMITTED ? model.sent : model.received);
            model.sent.clear();
            model.received.clear();
            model.phase = phase;
        }

        private void commit(Model model) {
            if (!model.reachable) {
                return;
            }
            Answer<Void> answer = new Answer<>();
            model.transaction.commit(answer);
            switch (model.phase) {
                case OPEN -> {
                    answer.value();
                    over(model, Phase.COMMITTED);
                }
                case DOOMED, RELEASED -> {
                    assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
                    over(model, Phase.ROLLED_BACK);
                }
                default ->
                    assertThat(answer.error().code())
                            .isEqualTo(model.released ? Code.TRANSACTION_ROLLBACK : Code.TRANSACTION_UNKNOWN);
            }
        }

        private void rollback(Model model) {
            if (!model.reachable) {
                return;
            }
            Answer<Void> answer = new Answer<>();
            model.transaction.rollback(answer);
            if (model.phase.isOpen()) {
                answer.value();
                over(model, Phase.ROLLED_BACK);
            } else if (model.released) {
                answer.value();
            } else {
                assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
            }
        }

        private void timeOut(Model model) {
            if (model.reachable) {
                model.transaction.rollbackOnly(new BrokerError(Code.TRANSACTION_TIMEOUT, "too old"));
                model.phase = model.phase == Phase.OPEN ? Phase.DOOMED : model.phase;
            }
        }

        private void operate(Model model) {
            Code refusal = null;
            try {
                broker.administration()
                        .transactions()
                        .decide(new TransactionName.Local(model.transaction.id()), TransactionVerb.ROLLBACK)
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException e) {
                refusal = ((BrokerException) e.getCause()).error().code();
            }
            if (model.phase.isOpen()) {
                assertThat(refusal).isNull();
                over(model, Phase.RELEASED);
                model.released = true;
            } else {
                boolean committed = model.phase == Phase.COMMITTED;
                assertThat(refusal).isEqualTo(committed ? Code.ILLEGAL_STATE : Code.TRANSACTION_UNKNOWN);
            }
        }

        /** Asks what has become of it, over another connection of its container, or of another one. */
        private void ask(Model model, boolean own) {
            TestConnection asking = new TestConnection(broker, "client-" + (own ? model.owner : 1 - model.owner));
            Answer<Void> answer = new Answer<>();
            asking.connection.transactionOutcome(model.transaction.id(), answer);
            if (model.phase == Phase.COMMITTED) {
                answer.value();
            } else if (model.phase == Phase.ROLLED_BACK || !own) {
                assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_UNKNOWN);
            } else {
                assertThat(answer.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
                over(model, Phase.ROLLED_BACK);
            }
            asking.connection.close();
        }

        // --- accidents

        private void interrupt(Model model) throws Exception {
            switch (random.nextInt(5)) {
                case 0 -> lose(model.owner);
                case 1 -> loseTheAnswer(model);
                case 2 -> dieInACommit(model);
                default -> restart(random.nextInt(3));
            }
        }

        private void lose(int which) {
            connections[which].connection.close();
            connect(which);
            for (Model model : models) {
                if (model.owner == which) {
                    model.reachable = false;
                    if (model.phase.isOpen()) {
                        over(model, Phase.ROLLED_BACK);
                    }
                }
            }
        }

        /** The commit arrives, but the connection is lost before its answer. */
        private void loseTheAnswer(Model model) {
            if (!model.reachable) {
                return;
            }
            model.transaction.commit(new Answer<>());
            if (model.phase.isOpen()) {
                over(model, model.phase == Phase.OPEN ? Phase.COMMITTED : Phase.ROLLED_BACK);
            }
            lose(model.owner);
            ask(model, true);
        }

        private void dieInACommit(Model model) throws Exception {
            if (!model.reachable || model.phase != Phase.OPEN) {
                return;
            }
            Answer<Void> answer = new Answer<>();
            model.transaction.commit(answer);
            if (random.nextBoolean()) {
                disk.crash();
            } else {
                disk.kill();
            }
            boolean answered = answer.isSuccess();
            reopenAfterDeath();
            Answer<Void> outcome = new Answer<>();
            connections[model.owner].connection.transactionOutcome(model.transaction.id(), outcome);
            boolean committed =
                    outcome.arrival().handle((done, error) -> error == null).join();
            if (answered && model.hadRecord) {
                assertThat(committed).as("answered before the death").isTrue();
            }
            if (committed) {
                over(model, Phase.COMMITTED);
            }
            allOver();
            check();
        }

        private void restart(int how) throws Exception {
            if (how == 2) {
                broker.close();
                disk = fault.between(disk);
                open();
            } else {
                if (how == 0) {
                    disk.kill();
                } else {
                    disk.crash();
                }
                reopenAfterDeath();
            }
            allOver();
            check();
        }

        private void reopenAfterDeath() throws IOException {
            try {
                broker.halt();
            } catch (IOException expected) {
                // The disk is gone.
                assertThat(expected).isNotNull();
            }
            disk = fault.between(disk);
            open();
        }

        /** What was open at a start is rolled back, and what needed no record is forgotten. */
        private void allOver() {
            for (Model model : models) {
                model.reachable = false;
                if (model.phase.isOpen()) {
                    over(model, Phase.ROLLED_BACK);
                }
            }
            models.removeIf(model -> model.phase == Phase.COMMITTED && !model.hadRecord);
        }

        // --- what can be seen

        /** What was rolled back is on its way back when the answer comes. */
        private void check() {
            long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            List<String> seen;
            do {
                Received browser = connections[0].browser(queue("q"), 0);
                seen = browser.drain(1000);
                browser.close();
            } while (!Set.copyOf(seen).equals(available) && System.nanoTime() < deadline);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(available);
            for (Model model : models) {
                if (!model.phase.isOpen()) {
                    ask(model, true);
                }
            }
        }
    }
}
