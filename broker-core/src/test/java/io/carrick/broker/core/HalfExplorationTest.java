package io.carrick.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.HalfState;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.record.HalfEventRecord;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * All that can happen to one half message of at most two messages, parked after two answers of "unknown": see {@link
 * Exploration}. Its group is asked when the test wants it, and may be slow to answer. A death in the midst of a decision,
 * whose outcome chance decides, is left to {@link HalfModelTest}.
 */
class HalfExplorationTest {
    private static final String ID = "half";
    private static final int MESSAGES_MAX = 2;
    private static final HalfSettings SETTINGS = new HalfSettings(
            Duration.ofSeconds(6), Duration.ofSeconds(30), 2, Duration.ofHours(1), Duration.ofDays(9), 100_000);

    private enum Phase {
        ABSENT,
        PREPARED,
        ASKED,
        /** Sent again since its group was asked. */
        OVERTAKEN,
        PARKED,
        COMMITTED,
        ROLLED_BACK
    }

    @Test
    void shouldDoAsTheModelDoesFromEachState() throws Exception {
        long begin = System.nanoTime();
        Exploration.Covered<Phase> covered = exploration(PlantedFault.NONE).all();
        System.out.println(covered + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        assertThat(covered.phases()).containsExactlyInAnyOrder(Phase.values());
    }

    @Test
    void shouldFindABrokerThatForgetsRollbacksAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record ->
                record instanceof HalfEventRecord event && event.event() == HalfEvent.ROLLBACK ? null : record);
        fault.mustBeFoundBy((seed, planted) -> exploration(planted).within(3).all());
    }

    private static Exploration<Machine, Phase> exploration(PlantedFault fault) {
        Exploration<Machine, Phase> exploration = new Exploration<>(Phase.class, seed -> new Machine(seed, fault));
        exploration
                .operation("prepare", Machine::prepares, on -> on.model.prepare(ID, 0))
                .operation("repeat", on -> on.half() != null, on -> on.model.repeat(ID, 0, 0))
                .operation("operator has it asked again", on -> on.model.rearm(ID))
                .operation("time passes", on -> on.model.advance(SETTINGS.ageMax()))
                .operation("ask", Machine::asks, Machine::ask)
                .operation("give back", Machine::isAsked, Machine::giveBack)
                .operation("member leaves", Machine::leave);
        for (HalfAnswer answer : HalfAnswer.values()) {
            exploration.operation("answer " + answer, Machine::isAsked, on -> on.answer(answer));
        }
        decisions(exploration, true);
        decisions(exploration, false);
        for (Stop how : Stop.values()) {
            exploration.operation("restart after " + how, on -> on.restart(how));
        }
        return exploration;
    }

    private static void decisions(Exploration<Machine, Phase> exploration, boolean commit) {
        String decide = commit ? "commit" : "roll back";
        exploration
                .operation(decide, on -> on.model.resolve(ID, commit))
                .operation("operator: " + decide, on -> on.model.operate(ID, commit))
                .operation(decide + " in a transaction", on -> on.resolveInTransaction(commit, true))
                .operation(
                        decide + " in a transaction that is rolled back", on -> on.resolveInTransaction(commit, false))
                .operation(
                        decide + " in a transaction, but otherwise before it ends",
                        on -> on.model.resolveInTransaction(ID, commit, true, () -> on.model.resolve(ID, !commit)));
    }

    /** A half message, and the last question for it that has no answer. */
    private static final class Machine implements Exploration.Machine<Phase> {
        private final HalfModel model;
        private HalfCheck question;
        private int questions;

        Machine(long seed, PlantedFault fault) throws IOException {
            model = new HalfModel(seed, fault, SETTINGS, 0);
        }

        HalfMessageModel half() {
            return model.half(ID);
        }

        boolean prepares() {
            return half() == null || half().messages.size() < MESSAGES_MAX;
        }

        boolean isAsked() {
            return question != null;
        }

        boolean isOvertaken() {
            return isAsked() && half().overtakes(question.bornMillis());
        }

        void resolveInTransaction(boolean commit, boolean end) {
            model.resolveInTransaction(ID, commit, end, () -> {});
        }

        boolean asks() {
            return half() != null && half().state == HalfState.PREPARED && !isAsked();
        }

        void ask() {
            model.advance(SETTINGS.backOff().plusSeconds(1));
            model.credit(++questions, false);
            question = model.nextQuestion(
                    Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS).toMillis());
            assertThat(question).as("a question").isNotNull();
        }

        void giveBack() {
            model.giveBack(question);
            question = null;
        }

        void answer(HalfAnswer answer) {
            model.answer(question, answer);
            question = null;
        }

        void leave() {
            model.replaceMember(0);
            nothingAsked();
        }

        void restart(Stop how) throws IOException {
            model.restart(how, 0);
            nothingAsked();
        }

        private void nothingAsked() {
            question = null;
            questions = 0;
        }

        @Override
        public String state() {
            String asked = isOvertaken() ? " overtaken" : isAsked() ? " asked" : "";
            return half() == null ? "absent" : half().abstractState() + asked;
        }

        @Override
        public Phase phase() {
            if (half() == null) {
                return Phase.ABSENT;
            } else if (isOvertaken()) {
                return Phase.OVERTAKEN;
            }
            return isAsked() && half().state == HalfState.PREPARED
                    ? Phase.ASKED
                    : Phase.valueOf(half().state.name());
        }

        @Override
        public void check() {
            model.check();
            model.checkAsking(isAsked() ? 1 : 0);
        }

        @Override
        public void close() throws IOException {
            model.close();
        }
    }
}
