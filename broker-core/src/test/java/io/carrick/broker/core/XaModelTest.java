package io.carrick.broker.core;

import static io.carrick.broker.core.XaClient.xid;

import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.Xid;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaPrepareRecord;
import io.carrick.store.Seeds;
import java.io.IOException;
import java.util.Random;
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

    @Test
    void shouldDoAsTheModelDoes() {
        Seeds.forEach(seed -> walk(seed, PlantedFault.NONE));
    }

    @Test
    void shouldFindABrokerThatForgetsAtAStartWhatWasPrepared() throws Throwable {
        PlantedFault fault = PlantedFault.misreading(record -> record instanceof XaPrepareRecord ? null : record);
        fault.mustBeFoundBy(XaModelTest::walk);
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
        fault.mustBeFoundBy(XaModelTest::walk);
    }

    private static void walk(long seed, PlantedFault fault) throws Exception {
        try (XaModel model = new XaModel(seed, fault)) {
            new Walk(Seeds.random(seed), model).all();
        }
    }

    private static final class Walk {
        private final Random random;
        private final XaModel model;
        private int steps;

        Walk(Random random, XaModel model) {
            this.random = random;
            this.model = model;
        }

        void all() throws Exception {
            while (steps < STEPS) {
                step();
            }
            model.check();
            restart(Stop.ORDERLY);
        }

        private void step() throws Exception {
            Xid xid = xid("branch-" + random.nextInt(BRANCHES) + "-" + steps / 30);
            int client = random.nextInt(ModelledBroker.CLIENTS);
            steps++;
            if (random.nextInt(3) > 0) {
                goOn(client, xid);
                return;
            }
            switch (random.nextInt(10)) {
                case 0 -> model.start(client, xid);
                case 1 -> model.join(client, xid);
                case 2 -> model.resume(client, xid);
                case 3 -> model.prepare(client, xid);
                case 4 -> model.commit(client, xid, random.nextBoolean());
                case 5 -> model.rollback(client, xid);
                case 6 -> model.operate(xid, random.nextBoolean());
                case 7 -> model.forget(client, xid);
                case 8 -> interrupt(client);
                default -> {
                    model.check();
                    model.offer(client);
                }
            }
        }

        /** What a transaction manager would do next. */
        private void goOn(int client, Xid xid) throws Exception {
            switch (model.branch(xid).state) {
                case UNKNOWN -> model.start(client, xid);
                case ACTIVE -> {
                    switch (random.nextInt(4)) {
                        case 0 -> model.send(client, xid, random.nextInt(STEPS));
                        case 1 -> model.receive(client, xid, random.nextInt(STEPS));
                        default -> model.end(client, xid, random.nextInt(STEPS), anyEnd());
                    }
                }
                case SUSPENDED -> model.resume(client, xid);
                case ENDED -> model.prepare(client, xid);
                case PREPARED -> {
                    if (random.nextInt(3) == 0) {
                        model.commit(client, xid, false);
                    } else {
                        interrupt(client);
                    }
                }
                default -> model.offer(client);
            }
        }

        private End anyEnd() {
            return random.nextInt(8) == 0 ? End.FAIL : random.nextInt(3) == 0 ? End.SUSPEND : End.SUCCESS;
        }

        private void interrupt(int client) throws IOException {
            switch (random.nextInt(6)) {
                case 0, 1 -> model.lose(client);
                case 2 -> model.timeOut();
                default -> restart(Stop.values()[random.nextInt(3)]);
            }
        }

        private void restart(Stop how) throws IOException {
            model.restart(how);
            model.check();
        }
    }
}
