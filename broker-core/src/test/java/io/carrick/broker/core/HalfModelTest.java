package io.carrick.broker.core;

import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.record.EnqueueRecord;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfRecord;
import io.carrick.store.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Half messages against a model of a few lines: every interleaving of preparing, repeating, deciding by a member, in a
 * transaction, by a check-back or by an operator, of time, restarts, kills and power cuts that the seeds come upon.
 * Each answer is what the model says, and the queue holds exactly what was committed, in that order.
 */
class HalfModelTest {
    private static final int STEPS = 50;
    private static final int IDS = 6;
    private static final HalfSettings SETTINGS = new HalfSettings(
            Duration.ofSeconds(6), Duration.ofSeconds(30), 3, Duration.ofHours(1), Duration.ofDays(9), 100_000);

    @Test
    void shouldDoAsTheModelDoes() {
        Seeds.forEach(seed -> walk(seed, PlantedFault.NONE));
    }

    @Test
    void shouldFindABrokerThatForgetsRollbacksAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record ->
                record instanceof HalfEventRecord event && event.event() == HalfEvent.ROLLBACK ? null : record);
        fault.mustBeFoundBy(HalfModelTest::walk);
    }

    @Test
    void shouldFindABrokerThatShowsHalfMessagesAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof HalfRecord half
                ? new EnqueueRecord(half.timestamp(), half.addressId(), half.body())
                : record);
        fault.mustBeFoundBy(HalfModelTest::walk);
    }

    private static void walk(long seed, PlantedFault fault) throws Exception {
        Random random = Seeds.random(seed);
        try (HalfModel model = new HalfModel(seed, fault, SETTINGS, someCredit(random))) {
            new Walk(random, model).all();
        }
    }

    private static int someCredit(Random random) {
        return 1 + random.nextInt(8);
    }

    private record Walk(Random random, HalfModel model) {
        void all() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            model.check();
            model.checkThatAllOpenOnesAreAskedFor();
        }

        private void step() throws IOException {
            switch (random.nextInt(17)) {
                case 0, 1, 2 -> model.prepare(anyId(), anyPadding());
                case 3 -> model.repeat(anyId(), random.nextInt(STEPS), anyPadding());
                case 4, 5 -> model.resolve(anyId(), random.nextBoolean());
                case 6 -> resolveInTransaction(anyId());
                case 7 -> operate(anyId());
                case 8, 9, 10, 11 -> answerOne();
                case 12, 13, 14 -> advance();
                case 15 -> member();
                default -> crashNowAndThen();
            }
        }

        private String anyId() {
            return "half-" + random.nextInt(IDS) + "-" + (model.texts() / 16);
        }

        private int anyPadding() {
            return random.nextInt(400);
        }

        private void resolveInTransaction(String id) {
            model.resolveInTransaction(id, random.nextBoolean(), random.nextBoolean(), () -> {
                if (random.nextInt(3) == 0) {
                    model.resolve(id, random.nextBoolean());
                }
            });
        }

        private void operate(String id) {
            if (random.nextBoolean()) {
                model.operate(id, random.nextBoolean());
            } else {
                model.rearm(id);
            }
        }

        private void answerOne() {
            HalfCheck check = model.nextQuestion(1);
            if (check == null) {
                return;
            }
            switch (random.nextInt(5)) {
                case 0 -> model.giveBack(check);
                case 1 -> model.answer(check, HalfAnswer.COMMIT);
                case 2 -> model.answer(check, HalfAnswer.ROLLBACK);
                default -> model.answer(check, HalfAnswer.UNKNOWN);
            }
        }

        private void advance() {
            model.advance(
                    switch (random.nextInt(8)) {
                        case 0 -> Duration.ofSeconds(1);
                        case 1, 2 -> Duration.ofSeconds(7);
                        case 3, 4, 5, 6 -> Duration.ofSeconds(31);
                        default -> Duration.ofMinutes(25);
                    });
        }

        private void member() {
            if (random.nextBoolean()) {
                model.credit(random.nextInt(20), random.nextBoolean());
            } else {
                model.replaceMember(random.nextInt(4));
            }
        }

        private void crashNowAndThen() throws IOException {
            switch (random.nextInt(6)) {
                case 0 -> {
                    model.restart(Stop.ORDERLY, someCredit(random));
                    model.check();
                }
                case 1 -> model.restart(anyDeath(), someCredit(random));
                case 2 -> model.dieInAPrepare(anyId(), anyPadding(), anyDeath(), someCredit(random));
                case 3 -> model.dieInAResolve(anyId(), random.nextBoolean(), anyDeath(), someCredit(random));
                default -> model.check();
            }
        }

        private Stop anyDeath() {
            return random.nextBoolean() ? Stop.POWER_CUT : Stop.KILL;
        }
    }
}
