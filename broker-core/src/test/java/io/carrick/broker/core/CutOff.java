package io.carrick.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.OutcomeSettings;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.SimulatedDisk;
import io.carrick.store.file.SimulatedDisk.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A script that a broker works off while its disk fails at one of its operations; then a power cut or the death of the
 * process, and a look at what a new broker finds. {@link #everywhere} does that for each operation of the disk in turn,
 * so that every write of the log, and of checkpoints, is cut off before and after.
 */
abstract class CutOff {
    /** When a half message is asked for the first time; one answer of "unknown" parks it. */
    static final Duration CHECK_AFTER = Duration.ofHours(9);

    private static final int OPERATIONS_MAX = 500;
    /** After so many runs that come to their end, all operations have had their turn. */
    private static final int MISSES = 3;

    final TestClock clock = new TestClock();
    private SimulatedDisk disk;
    private long checkpointEveryBytes;
    private String what;
    private CompletableFuture<Throwable> failure;

    /** What the disk is not to hinder. */
    abstract void begin(CarrickBroker broker) throws Exception;

    /** What may be cut off; ends at the first answer that does not come. */
    abstract void work(CarrickBroker broker) throws Exception;

    /** Looks at what has survived. */
    abstract void check(CarrickBroker broker) throws Exception;

    /**
     * Cuts a script off at each operation of the disk, by a power cut and by a death, with checkpoints all the time and
     * without any.
     *
     * @param operationsMin how many operations it has at least
     */
    static void everywhere(int operationsMin, Supplier<CutOff> scripts) throws Exception {
        for (boolean power : new boolean[] {false, true}) {
            for (long checkpointEveryBytes : new long[] {1 << 20, 1}) {
                int operation = 0;
                int misses = 0;
                // How many operations there are depends on what the threads happen to do together.
                while (misses < MISSES && operation < OPERATIONS_MAX) {
                    misses = scripts.get().run(++operation, power, checkpointEveryBytes) ? 0 : misses + 1;
                }
                assertThat(operation - MISSES)
                        .as("operations of the disk")
                        .isBetween(operationsMin, OPERATIONS_MAX - MISSES - 1);
            }
        }
    }

    /** True if the disk has failed. */
    private boolean run(int operation, boolean power, long checkpoints) throws Exception {
        what = "operation " + operation + (power ? ", power cut" : ", death") + ", checkpoint every " + checkpoints;
        checkpointEveryBytes = checkpoints;
        disk = new SimulatedDisk(operation);
        CarrickBroker broker = open();
        begin(broker);
        disk.failOperation(operation, Fault.EIO);
        work(broker);
        boolean hit = disk.faultHappened();
        if (power) {
            disk.crash();
        } else {
            disk.kill();
        }
        halt(broker);
        CarrickBroker next = open();
        check(next);
        next.close();
        return hit;
    }

    private CarrickBroker open() throws IOException {
        CompletableFuture<Throwable> own = new CompletableFuture<>();
        failure = own;
        HalfSettings half =
                new HalfSettings(CHECK_AFTER, CHECK_AFTER, 1, Duration.ofHours(99), Duration.ofHours(99), 1000);
        return CarrickBroker.open(
                disk.root(),
                new BrokerSettings(
                        new CommitLogSettings(64 << 10, 0, 64 << 10),
                        20_000,
                        20_000,
                        checkpointEveryBytes,
                        half,
                        OutcomeSettings.DEFAULT),
                new BrokerEnvironment(
                        name -> AddressSettings.DEFAULT,
                        Authorizer.PERMIT_ALL,
                        new TextFormat(),
                        clock,
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

    /** Where it was cut off. */
    String what() {
        return what;
    }

    /** Whether the broker has noticed that its disk failed. */
    boolean hasFailed() {
        return failure.isDone();
    }

    /** Waits for an answer; false if the disk fails instead. */
    boolean isAnswered(Answer<?> answer) {
        CompletableFuture.anyOf(answer.arrival(), failure).join();
        return answer.isSuccess();
    }

    /** Waits for the outcome of a send; false if the disk fails instead. */
    boolean isAnswered(Sent sent) {
        CompletableFuture.anyOf(sent.arrival(), failure).join();
        return sent.isAccepted();
    }

    /** Waits for an answer; false if the disk fails instead. */
    boolean isAnswered(CompletionStage<?> stage) {
        CompletableFuture<?> answer = stage.toCompletableFuture();
        CompletableFuture.anyOf(answer, failure).join();
        return answer.isDone();
    }

    /** Waits until a queue shows these messages, in this order. Moved ones are known by their last line. */
    void expect(TestConnection connection, String queue, List<String> texts) {
        long deadline = System.nanoTime()
                + Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS).toNanos();
        List<String> found;
        do {
            found = connection.browser(TestConnection.queue(queue), 0).drain(10).stream()
                    .map(text -> text.substring(text.lastIndexOf('\n') + 1))
                    .toList();
        } while (!found.equals(texts) && System.nanoTime() < deadline);
        assertThat(found).as(queue + ", " + what).isEqualTo(texts);
    }
}
