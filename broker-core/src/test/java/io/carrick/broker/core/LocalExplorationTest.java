package io.carrick.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.core.LocalTransactionModel.Phase;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.record.OutcomeRecord;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * All that can happen to one local transaction after the other, with at most one message sent and one received in each:
 * see {@link Exploration}. A death in the midst of a commit, whose outcome chance decides, is left to {@link
 * LocalModelTest}.
 */
class LocalExplorationTest {
    private static final int MESSAGES_MAX = 2;

    @Test
    void shouldDoAsTheModelDoesFromEachState() throws Exception {
        long begin = System.nanoTime();
        Exploration.Covered<Phase> covered = exploration(PlantedFault.NONE).all();
        System.out.println(covered + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        assertThat(covered.phases()).containsExactlyInAnyOrder(Phase.values());
    }

    @Test
    void shouldFindABrokerThatForgetsOutcomesAtAStart() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof OutcomeRecord ? null : record);
        fault.mustBeFoundBy((seed, planted) -> exploration(planted).within(3).all());
    }

    private static Exploration<Machine, Phase> exploration(PlantedFault fault) {
        Exploration<Machine, Phase> exploration = new Exploration<>(Phase.class, seed -> new Machine(seed, fault));
        exploration
                .operation("begin another", on -> !on.current.phase.isOpen(), Machine::begin)
                .operation("send", Machine::sends, on -> on.model.send(on.current))
                .operation("receive", Machine::receives, on -> on.model.receive(on.current))
                .operation("commit", Machine::reachable, on -> on.model.commit(on.current))
                .operation("roll back", Machine::reachable, on -> on.model.rollback(on.current))
                .operation("time out", Machine::reachable, on -> on.model.timeOut(on.current))
                .operation("operator rolls back", on -> on.model.operate(on.current))
                .operation("ask", on -> on.model.ask(on.current, true))
                .operation("a foreigner asks", on -> on.model.ask(on.current, false))
                .operation("lose", on -> on.model.lose(on.current.owner))
                .operation("commit and lose the answer", Machine::reachable, on -> on.model.loseTheAnswer(on.current));
        for (Stop how : Stop.values()) {
            exploration.operation("restart after " + how, on -> on.model.restart(how));
        }
        return exploration;
    }

    /** The latest transaction, and a message in the queue that can be received in it. */
    private static final class Machine implements Exploration.Machine<Phase> {
        private final LocalModel model;
        private LocalTransactionModel current;

        Machine(long seed, PlantedFault fault) throws IOException {
            model = new LocalModel(seed, fault);
            model.offer(0);
            begin();
        }

        void begin() {
            current = model.begin(0);
        }

        boolean reachable() {
            return current.reachable;
        }

        boolean sends() {
            return reachable() && current.sent.isEmpty() && messages() < MESSAGES_MAX;
        }

        boolean receives() {
            return reachable() && current.received.isEmpty() && model.available() > 0;
        }

        private int messages() {
            return model.available() + current.sent.size() + current.received.size();
        }

        @Override
        public String state() {
            return current.abstractState() + " available " + model.available();
        }

        @Override
        public Phase phase() {
            return current.phase;
        }

        @Override
        public void check() {
            model.check();
        }

        @Override
        public void close() throws IOException {
            model.close();
        }
    }
}
