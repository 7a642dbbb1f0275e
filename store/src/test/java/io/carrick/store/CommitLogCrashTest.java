package io.carrick.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import io.carrick.store.file.SimulatedDisk.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power cuts, dead processes and failing operations on a simulated disk. */
class CommitLogCrashTest {
    private static final CommitLogSettings SETTINGS = new CommitLogSettings(16 << 10, 0, 16 << 10);
    private static final int LIVES = 5;

    @Test
    void shouldKeepAllThatWasCommittedThroughPowerCuts() {
        Seeds.forEach(seed -> {
            SimulatedDisk disk = new SimulatedDisk(seed);
            Random random = Seeds.random(seed);
            LogHistory history = new LogHistory(random, 3000);
            for (int life = 0; life < LIVES; life++) {
                CommitLog log = open(disk);
                history.checkAfterRestart(log);
                appendSome(log, history, random);
                end(disk, log, random);
            }
            history.checkAfterRestart(open(disk));
        });
    }

    @Test
    void shouldKeepWhatIsLiveAndNeverResurrectWhatWasRecycledThroughPowerCuts() {
        Seeds.forEach(seed -> {
            SimulatedDisk disk = new SimulatedDisk(seed);
            Random random = Seeds.random(seed);
            CheckpointedLog broker = new CheckpointedLog(random);
            for (int life = 0; life < LIVES; life++) {
                CommitLog log = open(disk);
                broker.restore(log);
                for (int step = random.nextInt(30); step > 0; step--) {
                    broker.step(log);
                }
                end(disk, log, random);
            }
            CommitLog log = open(disk);
            broker.restore(log);
            assertThat(log.diskBytes()).isLessThanOrEqualTo(disk.usedBytes());
        });
    }

    @Test
    void shouldNotResurrectWhatARecoveryHasDropped() {
        int bodyOfOneSector = 512 - RecordCodec.HEADER_BYTES;
        Seeds.forEach(seed -> {
            SimulatedDisk disk = new SimulatedDisk(seed);
            // Equal sizes: a new record ends exactly where a dropped one began.
            LogHistory history = new LogHistory(Seeds.random(seed), bodyOfOneSector, bodyOfOneSector + 1);
            for (int life = 0; life < LIVES; life++) {
                CommitLog log = open(disk);
                history.checkAfterRestart(log);
                history.append(log, 1);
                history.force(log);
                history.append(log, 6);
                disk.crash();
            }
            history.checkAfterRestart(open(disk));
        });
    }

    @Test
    void shouldKeepWhatIsLiveWhicheverOperationFailsWhileSegmentsAreRecycled() {
        boolean[] happened = {true};
        for (int n = 1; happened[0]; n++) {
            int current = n;
            Seeds.named("operation " + n + " failing", () -> happened[0] = recycleWithFault(current));
            assertThat(n).as("operations that could fail").isLessThan(10_000);
        }
    }

    private static boolean recycleWithFault(int n) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(n);
        CheckpointedLog broker = new CheckpointedLog(Seeds.random(1));
        // Without a reserve a recycled segment is the very next one to be used again.
        CommitLogSettings settings = new CommitLogSettings(16 << 10, 0, 0);
        CommitLog log = CommitLog.open(disk.root().directory("log"), settings, Runnable::run);
        disk.failOperation(n, Fault.EIO);
        try {
            for (int step = 0; step < 40; step++) {
                broker.step(log);
            }
        } catch (IOException e) {
            assertThat(disk.faultHappened())
                    .as("the fault that was asked for is the cause of %s", e)
                    .isTrue();
        }
        boolean happened = disk.faultHappened();
        disk.crash();
        broker.restore(open(disk));
        return happened;
    }

    @Test
    void shouldLoseNothingCommittedWhicheverOperationFails() {
        for (Fault fault : Fault.values()) {
            for (boolean power : new boolean[] {true, false}) {
                boolean failed = true;
                for (int n = 1; failed; n++) {
                    int current = n;
                    boolean[] happened = new boolean[1];
                    Seeds.named("operation " + n + " failing with " + fault + ", power cut " + power, () -> {
                        happened[0] = runWithFault(current, fault, power);
                    });
                    failed = happened[0];
                    assertThat(n).as("operations that could fail").isLessThan(10_000);
                }
            }
        }
    }

    private static boolean runWithFault(int n, Fault fault, boolean powerCut) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(n);
        Random random = Seeds.random(n);
        LogHistory history = new LogHistory(random, 3000);
        try (CommitLog log = open(disk)) {
            appendSome(log, history, random);
        }
        disk.failOperation(n, fault);
        try {
            runToTheEnd(disk, history, random);
        } catch (IOException e) {
            assertThat(disk.faultHappened())
                    .as("the fault that was asked for is the cause of %s", e)
                    .isTrue();
        }
        boolean happened = disk.faultHappened();
        endAfterFault(disk, powerCut);
        // Life goes on, and what is recovered from the page cache only must not get lost later.
        CommitLog log = open(disk);
        history.checkAfterRestart(log);
        appendSome(log, history, random);
        disk.crash();
        history.checkAfterRestart(open(disk));
        return happened;
    }

    private static void runToTheEnd(SimulatedDisk disk, LogHistory history, Random random) throws IOException {
        try (CommitLog log = open(disk)) {
            history.checkAfterRestart(log);
            for (int i = 0; i < 12; i++) {
                history.append(log, 1 + random.nextInt(6));
                history.force(log);
            }
        }
    }

    private static void endAfterFault(SimulatedDisk disk, boolean powerCut) {
        if (powerCut) {
            disk.crash();
        } else {
            disk.kill();
        }
    }

    @Test
    void shouldTakeNothingMoreAfterAFailedFlush() throws IOException {
        for (int n = 1; n <= 40; n++) {
            SimulatedDisk disk = new SimulatedDisk(n);
            LogHistory history = new LogHistory(Seeds.random(n), 3000);
            CommitLog log = open(disk);
            disk.failForce(n);
            int committedAtFailure = -1;
            for (int i = 0; i < 60; i++) {
                try {
                    history.append(log, 2);
                    history.force(log);
                } catch (IOException e) {
                    committedAtFailure = committedAtFailure < 0 ? history.committed() : committedAtFailure;
                }
            }
            assertThat(committedAtFailure).as("the fault happened").isNotNegative();
            assertThat(history.committed()).isEqualTo(committedAtFailure);
            disk.crash();
            history.checkAfterRestart(open(disk));
        }
    }

    private static CommitLog open(SimulatedDisk disk) throws IOException {
        LogDirectory directory = disk.root().directory("log");
        return CommitLog.open(directory, SETTINGS, Runnable::run);
    }

    private static void appendSome(CommitLog log, LogHistory history, Random random) throws IOException {
        for (int i = random.nextInt(20); i > 0; i--) {
            history.append(log, 1 + random.nextInt(8));
            if (random.nextInt(3) > 0) {
                history.force(log);
            }
        }
    }

    private static void end(SimulatedDisk disk, CommitLog log, Random random) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> disk.kill();
            case 1 -> {
                log.close();
                disk.crash();
            }
            default -> disk.crash();
        }
    }

    /** A broker in miniature: keeps some records, releases them in any order, writes checkpoints. */
    private static final class CheckpointedLog {
        private final Random random;
        private final List<TestEntry> live = new ArrayList<>();
        private List<TestEntry> liveAtCheckpoint = new ArrayList<>();
        private byte[] usageAtCheckpoint;
        private long checkpoint;
        private long indexAtCheckpoint;
        private long nextNumber = 1;

        CheckpointedLog(Random random) {
            this.random = random;
        }

        void step(CommitLog log) throws IOException {
            List<TestEntry> entries = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                entries.add(new TestEntry(nextNumber++, random.nextInt(3000)));
            }
            log.append(entries);
            log.force();
            for (TestEntry entry : entries) {
                log.retain(entry.position(), entry.size());
                live.add(entry);
            }
            while (live.size() > 4 && random.nextInt(10) > 0) {
                TestEntry released = live.remove(random.nextInt(Math.min(live.size(), 6)));
                log.release(released.position(), released.size());
            }
            if (random.nextInt(3) == 0) {
                writeCheckpoint(log);
            }
        }

        private void writeCheckpoint(CommitLog log) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            log.writeUsage(new DataOutputStream(bytes), log.endPosition());
            usageAtCheckpoint = bytes.toByteArray();
            liveAtCheckpoint = new ArrayList<>(live);
            checkpoint = log.endPosition();
            indexAtCheckpoint = log.endIndex();
            log.checkpointed(checkpoint);
        }

        void restore(CommitLog log) throws IOException {
            live.clear();
            if (usageAtCheckpoint != null) {
                log.readUsage(new DataInputStream(new ByteArrayInputStream(usageAtCheckpoint)), checkpoint);
                log.checkpointed(checkpoint);
                live.addAll(liveAtCheckpoint);
            }
            long[] lastIndex = {indexAtCheckpoint};
            log.replay(
                    usageAtCheckpoint == null ? log.firstPosition() : checkpoint,
                    (at, size, index, type, time, body) -> {
                        assertThat(index).isEqualTo(++lastIndex[0]);
                        TestEntry entry = new TestEntry(time / 1000, body.remaining());
                        assertThat(body).isEqualTo(ByteBuffer.wrap(entry.body()));
                        entry.placed(at, size, index);
                        log.retain(at, size);
                        live.add(entry);
                    });
            assertThat(lastIndex[0]).isEqualTo(log.endIndex());
            assertThat(live)
                    .allSatisfy(entry -> assertThat(log.read(entry.position(), entry.size()))
                            .isEqualTo(ByteBuffer.wrap(entry.body())));
            assertThat(log.usage().stream().mapToLong(SegmentUsage::liveRecords).sum())
                    .isEqualTo(live.size());
            assertThat(log.usage().stream().mapToLong(SegmentUsage::liveBytes).sum())
                    .isEqualTo(live.stream().mapToLong(TestEntry::size).sum());
        }
    }
}
