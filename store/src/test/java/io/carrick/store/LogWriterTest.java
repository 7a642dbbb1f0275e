package io.carrick.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogWriterTest {
    private static final CommitLogSettings SETTINGS = new CommitLogSettings(64 << 10, 0, 0);

    private final SimulatedDisk disk = new SimulatedDisk(3);

    /** Keeps what it is told, for the thread that looks after the writer was closed. */
    private static class Recorder implements LogWriter.Listener {
        final List<LogEntry> committed = new ArrayList<>();
        final List<Throwable> failures = new ArrayList<>();

        @Override
        public void committed(List<LogEntry> batch) {
            assertThat(failures).isEmpty();
            committed.addAll(batch);
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }
    }

    @Test
    void shouldCommitAllBatchesInOrderAndDrainOnClose() throws IOException {
        Recorder recorder = new Recorder();
        List<LogEntry> submitted = new ArrayList<>();
        AtomicInteger flushesMeasured = new AtomicInteger();
        CommitLog log = open();
        LogWriter writer = new LogWriter(log, recorder, nanos -> flushesMeasured.incrementAndGet());
        for (int i = 0; i < 2000; i++) {
            List<TestEntry> batch = List.of(new TestEntry(2L * i, 50), new TestEntry(2L * i + 1, 50));
            submitted.addAll(batch);
            writer.submit(batch, i % 3 == 0);
        }
        writer.close();
        assertThat(recorder.committed).isEqualTo(submitted);
        assertThat(recorder.failures).isEmpty();
        assertThat(log.endIndex()).isEqualTo(4000);
        assertThat(writer.flushes()).isPositive().isEqualTo(flushesMeasured.get());
        assertThatThrownBy(() -> writer.submit(List.of(), true)).isInstanceOf(IllegalStateException.class);
        log.close();
    }

    @Test
    void shouldTellWhenEverythingBeforeIsDurableThoughNothingOfItAskedForThat() throws Exception {
        Recorder recorder = new Recorder();
        CountDownLatch durable = new CountDownLatch(1);
        List<Integer> committedThen = new ArrayList<>();
        try (CommitLog log = open();
                LogWriter writer = new LogWriter(log, recorder)) {
            writer.submit(List.of(new TestEntry(1, 50)), false);
            writer.flush(() -> {
                committedThen.add(recorder.committed.size());
                durable.countDown();
            });
            assertThat(durable.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(writer.flushes()).isEqualTo(1);
        }
        assertThat(committedThen).containsExactly(1);
    }

    @Test
    void shouldDropWhatComesAfterItWasHalted() throws IOException {
        Recorder recorder = new Recorder();
        try (CommitLog log = open()) {
            LogWriter writer = new LogWriter(log, recorder);
            writer.halt();
            writer.submit(List.of(new TestEntry(1, 50)), true);
            writer.close();
            assertThat(log.endIndex()).isZero();
        }
        assertThat(recorder.committed).isEmpty();
        assertThat(recorder.failures).isEmpty();
    }

    @Test
    void shouldFlushOnceForAllBatchesThatWaitTogether() throws Exception {
        CountDownLatch firstCommitted = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            public void committed(List<LogEntry> batch) {
                super.committed(batch);
                firstCommitted.countDown();
                awaitUninterruptibly(goOn);
            }
        };
        try (CommitLog log = open()) {
            LogWriter writer = new LogWriter(log, recorder);
            writer.submit(List.of(new TestEntry(1, 100)), true);
            assertThat(firstCommitted.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 2; i <= 101; i++) {
                writer.submit(List.of(new TestEntry(i, 100)), true);
            }
            goOn.countDown();
            writer.close();
            assertThat(recorder.committed).hasSize(101);
            assertThat(writer.flushes()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotFlushBatchesThatDoNotAskForIt() throws IOException {
        Recorder recorder = new Recorder();
        try (CommitLog log = CommitLog.open(disk.root(), SETTINGS, Runnable::run)) {
            LogWriter writer = new LogWriter(log, recorder);
            long forces = disk.forces();
            for (int i = 0; i < 100; i++) {
                writer.submit(List.of(new TestEntry(i, 100)), false);
            }
            writer.close();
            assertThat(recorder.committed).hasSize(100);
            assertThat(disk.forces()).isEqualTo(forces);
        }
    }

    @Test
    void shouldCommitNothingAfterAnyOperationOfTheDiskFailed() {
        for (int n = 1; n <= 60; n++) {
            long failing = n;
            Seeds.named("operation " + n + " failing", () -> failOnce(failing));
        }
    }

    private void failOnce(long n) throws Exception {
        SimulatedDisk failing = new SimulatedDisk(n);
        AtomicLong committed = new AtomicLong();
        CountDownLatch failed = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        CommitLog log = CommitLog.open(failing.root(), SETTINGS, Runnable::run);
        LogWriter writer = new LogWriter(log, new LogWriter.Listener() {
            @Override
            public void committed(List<LogEntry> batch) {
                committed.addAndGet(failures.get() == 0 ? batch.size() : 1_000_000);
            }

            @Override
            public void failed(Throwable cause) {
                failures.incrementAndGet();
                failed.countDown();
            }
        });
        failing.failOperation(n, SimulatedDisk.Fault.EIO);
        Random random = Seeds.random(n);
        long number = 0;
        while (failed.getCount() > 0) {
            writer.submit(List.of(new TestEntry(++number, random.nextInt(5000))), true);
            Thread.onSpinWait();
        }
        writer.close();
        assertThat(failures).hasValue(1);
        assertThat(failing.faultHappened()).isTrue();
        failing.crash();
        try (CommitLog reopened = CommitLog.open(failing.root(), SETTINGS, Runnable::run)) {
            assertThat(reopened.endIndex()).isGreaterThanOrEqualTo(committed.get());
        }
    }

    @Test
    void shouldStopForGoodWhenAnEntryBreaksItsPromise() throws IOException {
        Recorder recorder = new Recorder();
        try (CommitLog log = open()) {
            LogWriter writer = new LogWriter(log, recorder);
            writer.submit(List.of(new TestEntry(1, 10)), true);
            writer.submit(List.of(new ShortEntry()), true);
            writer.submit(List.of(new TestEntry(2, 10)), true);
            writer.close();
            assertThat(recorder.committed.size()).isLessThanOrEqualTo(1);
            assertThat(recorder.failures).singleElement().asString().contains("announced a body of 20 bytes");
        }
    }

    private static final class ShortEntry implements LogEntry {
        @Override
        public int type() {
            return 9;
        }

        @Override
        public long timestamp() {
            return 0;
        }

        @Override
        public int bodySize() {
            return 20;
        }

        @Override
        public void writeBody(ByteBuffer target) {
            target.putLong(1);
        }

        @Override
        public void placed(long position, int size, long index) {
            throw new AssertionError("A record that cannot be encoded has no place");
        }
    }

    private CommitLog open() throws IOException {
        return CommitLog.open(disk.root(), SETTINGS);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
