package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.XaClient.xid;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.SimulatedDisk;
import io.carrick.store.file.SimulatedDisk.Fault;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A branch that sends and receives, with the disk failing at each of its operations in turn, from the start of the
 * branch to the answer of its outcome, and then a power cut or the death of the process. What is recovered is whole and
 * what was answered is kept; {@code recover} lists exactly what is in doubt.
 */
class XaCrashTest {
    private static final Xid BRANCH = xid("branch");
    private static final int OPERATIONS_MAX = 200;

    @Test
    void shouldRecoverExactlyWhatIsInDoubtWhereverACommitIsCutOff() throws Exception {
        cutOffEverywhere(true);
    }

    @Test
    void shouldRecoverExactlyWhatIsInDoubtWhereverARollbackIsCutOff() throws Exception {
        cutOffEverywhere(false);
    }

    private static void cutOffEverywhere(boolean commit) throws Exception {
        for (boolean power : new boolean[] {false, true}) {
            int operation = 0;
            boolean hit;
            do {
                operation++;
                Run run = new Run(operation, commit, power);
                hit = run.all();
            } while (hit && operation < OPERATIONS_MAX);
            assertThat(operation).as("operations of the disk").isBetween(4, OPERATIONS_MAX - 1);
        }
    }

    private static final class Run {
        private final int operation;
        private final boolean commit;
        private final boolean power;
        private final SimulatedDisk disk;
        private CompletableFuture<Throwable> failure = new CompletableFuture<>();
        private boolean prepareAsked;
        private boolean prepareAnswered;
        private boolean decisionAsked;
        private boolean decisionAnswered;

        Run(int operation, boolean commit, boolean power) {
            this.operation = operation;
            this.commit = commit;
            this.power = power;
            disk = new SimulatedDisk(operation);
        }

        /** True if the disk has failed. */
        boolean all() throws IOException {
            CarrickBroker broker = open();
            work(broker);
            boolean hit = disk.faultHappened();
            if (power) {
                disk.crash();
            } else {
                disk.kill();
            }
            halt(broker);
            check();
            return hit;
        }

        private CarrickBroker open() throws IOException {
            failure = new CompletableFuture<>();
            CompletableFuture<Throwable> own = failure;
            return CarrickBroker.open(
                    disk.root(),
                    new BrokerSettings(new CommitLogSettings(64 << 10, 0, 64 << 10), 20_000, 20_000, 30_000),
                    new BrokerEnvironment(
                            name -> AddressSettings.DEFAULT,
                            Authorizer.PERMIT_ALL,
                            new TextFormat(),
                            new TestClock(),
                            own::complete));
        }

        private static void halt(CarrickBroker broker) {
            try {
                broker.halt();
            } catch (IOException expected) {
                // The disk is gone.
                assertThat(expected).isNotNull();
            }
        }

        private void work(CarrickBroker broker) {
            TestConnection connection = new TestConnection(broker, "client");
            XaClient client = new XaClient(connection);
            connection.send(queue("in"), "in");
            TestConnection.Received received = connection.consumer(queue("in"), 1);
            var delivery = received.next();
            var producer = connection.producer(queue("out"));
            Association work = client.start(BRANCH);
            disk.failOperation(operation, Fault.EIO);
            connection.sendAsync(producer, "out", message -> message, work.work());
            client.accept(delivery, work);
            if (!isAnswered(client.end(work, io.carrick.broker.XaTransactions.End.SUCCESS))) {
                return;
            }
            prepareAsked = true;
            prepareAnswered = isAnswered(client.prepare(BRANCH));
            if (prepareAnswered) {
                decisionAsked = true;
                decisionAnswered = isAnswered(commit ? client.commit(BRANCH) : client.rollback(BRANCH));
            }
        }

        private boolean isAnswered(Answer<?> answer) {
            CompletableFuture.anyOf(answer.arrival(), failure).join();
            return answer.isSuccess();
        }

        private void check() throws IOException {
            CarrickBroker broker = open();
            TestConnection connection = new TestConnection(broker, "checker");
            XaClient client = new XaClient(connection);
            XaState found = client.status(BRANCH);
            String what = "operation " + operation + (power ? ", power cut" : ", kill");
            if (decisionAnswered) {
                assertThat(found).as(what).isEqualTo(commit ? XaState.COMMITTED : XaState.ROLLED_BACK);
            } else if (decisionAsked) {
                assertThat(found).as(what).isIn(XaState.PREPARED, commit ? XaState.COMMITTED : XaState.ROLLED_BACK);
            } else if (prepareAsked) {
                assertThat(prepareAnswered).isFalse();
                assertThat(found).as(what).isIn(XaState.PREPARED, XaState.UNKNOWN);
            } else {
                assertThat(found).as(what).isEqualTo(XaState.UNKNOWN);
            }
            assertThat(client.recover()).as(what).isEqualTo(found == XaState.PREPARED ? List.of(BRANCH) : List.of());
            checkMessages(connection, found, what);
            if (found == XaState.PREPARED) {
                if (commit) {
                    client.commit(BRANCH).value();
                } else {
                    client.rollback(BRANCH).value();
                }
                checkMessages(connection, commit ? XaState.COMMITTED : XaState.ROLLED_BACK, what);
            }
            broker.close();
        }

        private static void checkMessages(TestConnection connection, XaState state, String what) {
            List<String> in = connection.browser(queue("in"), 0).drain(10);
            List<String> out = connection.browser(queue("out"), 0).drain(10);
            boolean undone = state != XaState.PREPARED && state != XaState.COMMITTED;
            assertThat(in).as(what + ", received, " + state).isEqualTo(undone ? List.of("in") : List.of());
            assertThat(out)
                    .as(what + ", sent, " + state)
                    .isEqualTo(state == XaState.COMMITTED ? List.of("out") : List.of());
        }
    }
}
