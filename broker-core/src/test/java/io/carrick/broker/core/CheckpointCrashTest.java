package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.Outcome;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Checkpoints of a state that nobody had asked the log to flush. */
class CheckpointCrashTest {
    private static final int SEEDS = 10;

    @Test
    void shouldStartAgainWhenThePowerFailsAfterACheckpointOfWhatNobodyHadToFlush() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            CarrickBroker broker = open(disk);
            TestConnection connection = new TestConnection(broker, "client");
            connection.send(queue("q"), "m");
            Received received = connection.consumer(queue("q"), 1);
            String before = newestCheckpoint(disk);
            // Counted by a record that is written and not flushed.
            connection.settle(received.next(), new Outcome.Modified(true, false, 0));
            Awaitility.await()
                    .atMost(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .until(() -> newestCheckpoint(disk).compareTo(before) > 0);

            disk.crash();
            halt(broker);

            CarrickBroker next = open(disk);
            assertThat(new TestConnection(next, "checker")
                            .browser(queue("q"), 0)
                            .drain(1))
                    .as("seed " + seed)
                    .containsExactly("m");
            next.close();
        }
    }

    private static CarrickBroker open(SimulatedDisk disk) throws IOException {
        return CarrickBroker.open(
                disk.root(),
                new BrokerSettings(new CommitLogSettings(64 << 10, 0, 64 << 10), 20_000, 20_000, 1),
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
            // The disk is gone.
            assertThat(expected).isNotNull();
        }
    }

    private static String newestCheckpoint(SimulatedDisk disk) {
        return disk.files().stream()
                .filter(name -> name.startsWith("checkpoints/checkpoint-"))
                .reduce("", (one, other) -> other);
    }
}
