package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.XaClient.xid;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Producer;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start reads when work in doubt is older than the newest checkpoint. The figures are in docs/performance.md. */
class RestartCostTest {
    private static final Logger LOG = LoggerFactory.getLogger(RestartCostTest.class);
    private static final Xid BRANCH = xid("old");
    private static final String GROUP = "orders";
    private static final int HALF_MESSAGES = 1500;
    private static final int CHECKPOINT_EVERY = 256 << 10;
    private static final String TEXT = "x".repeat(5_000);

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private long sends;

    @Test
    void shouldReplayTheTailOnlyThoughABranchAndHalfMessagesAreOlderThanTheCheckpoint() throws IOException {
        CountedDirectory first = new CountedDirectory(disk.root());
        CarrickBroker broker = open(first);
        TestConnection connection = new TestConnection(broker, "client");
        prepareBranch(connection);
        Producer halves = connection.producer(queue("half"));
        List<Sent> prepared = new ArrayList<>();
        for (int i = 0; i < HALF_MESSAGES; i++) {
            HalfTerms terms = new HalfTerms("half-" + i, GROUP, -1, "tag");
            prepared.add(connection.prepareAsync(halves, terms, TEXT, message -> message));
        }
        prepared.forEach(Sent::value);
        Received received = connection.consumer(queue("busy"), Integer.MAX_VALUE);
        Producer busy = connection.producer(queue("busy"));
        awaitCheckpoint(connection, busy, received);
        awaitCheckpoint(connection, busy, received);
        long tailBegin = sends;
        awaitCheckpoint(connection, busy, received);
        disk.kill();
        halt(broker);

        CountedDirectory second = new CountedDirectory(disk.root());
        CarrickBroker next = open(second);
        long replayed = next.replayedRecords();
        long read = second.counts().bytesRead();
        LOG.warn(
                "{} bytes written with {} half messages; restart: {} records replayed, {} bytes read",
                first.counts().bytesWritten(),
                HALF_MESSAGES,
                replayed,
                read);
        // A message sent and accepted is two records or three, with the mark of its dispatch.
        assertThat(replayed).isLessThanOrEqualTo(3 * (sends - tailBegin) + 10);
        assertThat(read).isLessThan(first.counts().bytesWritten() / 4);

        TestConnection after = new TestConnection(next, "client");
        XaClient client = new XaClient(after);
        assertThat(client.recover()).containsExactly(BRANCH);
        client.commit(BRANCH).value();
        assertThat(after.consumer(queue("out"), 1).nextText()).isEqualTo("out");
        after.resolve(GROUP, "half-0", HalfAnswer.COMMIT).value();
        assertThat(after.consumer(queue("half"), 1).nextText()).isEqualTo(TEXT);
        next.close();
    }

    private CarrickBroker open(CountedDirectory directory) throws IOException {
        return CarrickBroker.open(
                directory,
                new BrokerSettings(new CommitLogSettings(256 << 10, 0, 256 << 10), 1 << 20, 1 << 20, CHECKPOINT_EVERY),
                new BrokerEnvironment(
                        name -> AddressSettings.DEFAULT,
                        Authorizer.PERMIT_ALL,
                        new TextFormat(),
                        new TestClock(),
                        cause -> {}));
    }

    private static void halt(CarrickBroker broker) {
        try {
            broker.halt();
        } catch (IOException expected) {
            // The process is dead.
            assertThat(expected).isNotNull();
        }
    }

    private static void prepareBranch(TestConnection connection) {
        XaClient client = new XaClient(connection);
        Association work = client.start(BRANCH);
        client.send(connection.producer(queue("out")), "out", work);
        client.end(work);
        client.prepare(BRANCH).value();
    }

    /** Sends and accepts until there is one more checkpoint. */
    private void awaitCheckpoint(TestConnection connection, Producer busy, Received received) {
        List<String> before = checkpoints();
        Awaitility.await()
                .atMost(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .until(() -> {
                    for (int i = 0; i < CHECKPOINT_EVERY / TEXT.length(); i++) {
                        connection.send(busy, TEXT, message -> message);
                        connection.accept(received.next());
                        sends++;
                    }
                    return !checkpoints().equals(before);
                });
    }

    private List<String> checkpoints() {
        return disk.files().stream()
                .filter(name -> name.startsWith("checkpoints/checkpoint-"))
                .toList();
    }
}
