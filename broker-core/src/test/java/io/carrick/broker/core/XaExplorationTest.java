package io.carrick.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.Xid;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.record.XaPrepareRecord;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * All that can happen to one branch with at most one piece of work of each client that goes on and one that is suspended,
 * and at most one message sent and one received: see {@link Exploration}. The first client starts, sends and receives; the
 * decisions come from the second. {@code -Dcarrick.clients=2} has the second work in the branch, too, which makes five
 * times as many operations.
 */
class XaExplorationTest {
    private static final int WORKING = Integer.getInteger("carrick.clients", 1);
    private static final Xid BRANCH = XaClient.xid("branch");

    @Test
    void shouldDoAsTheModelDoesFromEachState() throws Exception {
        long begin = System.nanoTime();
        Exploration.Covered<XaState> covered = exploration(PlantedFault.NONE).all();
        System.out.println(covered + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        assertThat(covered.phases()).containsExactlyInAnyOrder(XaState.values());
    }

    @Test
    void shouldFindABrokerThatForgetsAtAStartWhatWasPrepared() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof XaPrepareRecord ? null : record);
        fault.mustBeFoundBy((seed, planted) -> exploration(planted).within(5).all());
    }

    private static Exploration<Machine, XaState> exploration(PlantedFault fault) {
        Exploration<Machine, XaState> exploration = new Exploration<>(XaState.class, seed -> Machine.open(seed, fault));
        exploration
                .operation("start", on -> on.model.start(0, BRANCH))
                .operation("prepare", on -> on.model.prepare(1, BRANCH))
                .operation("commit", on -> on.model.commit(1, BRANCH, false))
                .operation("commit in one phase", on -> on.model.commit(1, BRANCH, true))
                .operation("roll back", on -> on.model.rollback(1, BRANCH))
                .operation("forget", on -> on.model.forget(1, BRANCH))
                .operation("operator commits", on -> on.model.operate(BRANCH, true))
                .operation("operator rolls back", on -> on.model.operate(BRANCH, false))
                .operation("time out", on -> on.model.timeOut());
        for (Stop how : Stop.values()) {
            exploration.operation("restart after " + how, on -> on.model.restart(how));
        }
        exploration
                .operation("send", Machine::sends, on -> on.model.send(0, BRANCH, 0))
                .operation("receive", Machine::receives, on -> on.model.receive(0, BRANCH, 0));
        for (int each = 0; each < WORKING; each++) {
            int client = each;
            exploration
                    .operation("join " + client, on -> !on.works(client), on -> on.model.join(client, BRANCH))
                    .operation("resume " + client, on -> !on.works(client), on -> on.model.resume(client, BRANCH))
                    .operation("lose " + client, on -> on.model.lose(client));
            for (End how : End.values()) {
                exploration.operation(
                        "end " + client + " " + how,
                        on -> how == End.SUSPEND ? on.suspends(client) : on.works(client),
                        on -> on.model.end(client, BRANCH, 0, how));
            }
        }
        return exploration;
    }

    /** A branch, and a message in the queue that can be received in it. */
    private record Machine(XaModel model) implements Exploration.Machine<XaState> {
        static Machine open(long seed, PlantedFault fault) throws IOException {
            XaModel model = new XaModel(seed, fault);
            model.offer(0);
            return new Machine(model);
        }

        XaBranchModel branch() {
            return model.branch(BRANCH);
        }

        boolean works(int client) {
            return branch().working(client, 0) != null;
        }

        boolean suspends(int client) {
            return works(client) && !branch().suspended.contains(client);
        }

        boolean sends() {
            return works(0) && branch().sent.isEmpty();
        }

        boolean receives() {
            return works(0) && branch().received.isEmpty() && model.hasAvailable();
        }

        @Override
        public String state() {
            return branch().abstractState() + (model.hasAvailable() ? " available" : "");
        }

        @Override
        public XaState phase() {
            return branch().state;
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
