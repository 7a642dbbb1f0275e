package io.carrick.broker.core;

import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.record.OutcomeRecord;
import io.carrick.store.Seeds;
import java.io.IOException;
import java.util.List;
import java.util.Random;
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
        Seeds.forEach(seed -> walk(seed, PlantedFault.NONE));
    }

    @Test
    void shouldFindABrokerThatForgetsAtAStartWhatACommitHasSettled() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof OutcomeRecord outcome
                        && outcome.committed()
                ? OutcomeRecord.commit(
                        outcome.timestamp(), outcome.transactionId(), List.of(), List.of(), List.of(), outcome.halves())
                : record);
        fault.mustBeFoundBy(LocalModelTest::walk);
    }

    @Test
    void shouldFindABrokerThatForgetsOutcomesAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof OutcomeRecord ? null : record);
        fault.mustBeFoundBy(LocalModelTest::walk);
    }

    private static void walk(long seed, PlantedFault fault) throws Exception {
        try (LocalModel model = new LocalModel(seed, fault)) {
            new Walk(Seeds.random(seed), model).all();
        }
    }

    private record Walk(Random random, LocalModel model) {
        void all() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            model.check();
            restart(Stop.ORDERLY);
        }

        private void step() throws Exception {
            List<LocalTransactionModel> all = model.transactions();
            List<LocalTransactionModel> open =
                    all.stream().filter(each -> each.phase.isOpen()).toList();
            if (open.size() < OPEN_MAX && random.nextInt(4) == 0) {
                model.begin(anyClient());
            }
            if (all.isEmpty()) {
                model.offer(anyClient());
                return;
            }
            List<LocalTransactionModel> candidates = open.isEmpty() || random.nextInt(4) == 0 ? all : open;
            LocalTransactionModel chosen = candidates.get(random.nextInt(candidates.size()));
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> model.send(chosen);
                case 3, 4 -> model.receive(chosen);
                case 5, 6 -> model.commit(chosen);
                case 7 -> model.rollback(chosen);
                case 8 -> model.timeOut(chosen);
                case 9 -> model.operate(chosen);
                case 10 -> model.ask(chosen, random.nextInt(4) > 0);
                case 11 -> interrupt(chosen);
                default -> model.offer(anyClient());
            }
        }

        private int anyClient() {
            return random.nextInt(ModelledBroker.CLIENTS);
        }

        private void interrupt(LocalTransactionModel chosen) throws IOException {
            switch (random.nextInt(5)) {
                case 0 -> model.lose(chosen.owner);
                case 1 -> model.loseTheAnswer(chosen);
                case 2 -> {
                    model.dieInACommit(chosen, random.nextBoolean() ? Stop.POWER_CUT : Stop.KILL);
                    model.check();
                }
                default -> restart(Stop.values()[random.nextInt(3)]);
            }
        }

        private void restart(Stop how) throws IOException {
            model.restart(how);
            model.check();
        }
    }
}
