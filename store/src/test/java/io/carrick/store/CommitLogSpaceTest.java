package io.carrick.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitLogSpaceTest {
    private static final int SEGMENT = 16 << 10;
    private static final int BODY = 1000;
    private static final CommitLogSettings UNLIMITED = new CommitLogSettings(SEGMENT, 0, SEGMENT);

    private final SimulatedDisk disk = new SimulatedDisk(5);
    private final List<TestEntry> live = new ArrayList<>();
    private long nextNumber = 1;

    @Test
    void shouldRunOutOfRoomAtTheLimitKeepAReserveAndHaveRoomAgainWhenSegmentsAreFreed() throws IOException {
        CommitLogSettings limited = new CommitLogSettings(SEGMENT, 8L * SEGMENT, 2L * SEGMENT);
        try (CommitLog log = open(limited)) {
            fill(log);
            assertThat(log.diskBytes()).isEqualTo(8L * SEGMENT);
            assertThat(log.usage()).hasSize(6);
            int reserved = 2 * (SEGMENT / (BODY + RecordCodec.HEADER_BYTES) - 1);
            for (int i = 0; i < reserved; i++) {
                append(log);
            }
            assertThat(log.usage()).hasSize(8);
            assertThat(log.hasRoom()).isFalse();
            assertThat(log.diskBytes()).isEqualTo(8L * SEGMENT);

            releaseAll(log);
            log.checkpointed(log.endPosition());
            assertThat(log.hasRoom()).isTrue();
            append(log);
            assertThat(log.diskBytes()).isLessThan(8L * SEGMENT);
        }
    }

    @Test
    void shouldTreatAFullDeviceAsNoRoomAndNotAsAFailure() throws IOException {
        disk.limit(6L * SEGMENT);
        try (CommitLog log = open(UNLIMITED)) {
            fill(log);
            append(log);
            disk.limit(20L * SEGMENT);
            log.refreshRoom();
            assertThat(log.hasRoom()).isTrue();
            while (log.usage().size() < 10) {
                append(log);
            }
        }
    }

    @Test
    void shouldFailClearlyWhenEvenTheReserveIsSpent() throws IOException {
        disk.limit(6L * SEGMENT);
        try (CommitLog log = open(UNLIMITED)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            append(log);
                        }
                    })
                    .isInstanceOf(LogFullException.class)
                    .hasMessageContaining("No space for another segment");
            assertThatThrownBy(() -> append(log))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("failed earlier");
        }
        disk.kill();
        disk.limit(Long.MAX_VALUE);
        try (CommitLog log = open(UNLIMITED)) {
            assertThat(log.endIndex()).isEqualTo(live.size());
            append(log);
        }
    }

    @Test
    void shouldFreeOnlySealedSegmentsBeforeTheCheckpointThatHoldNothingLive() throws IOException {
        try (CommitLog log = open(UNLIMITED)) {
            while (log.usage().size() < 6) {
                append(log);
            }
            TestEntry pinned = live.remove(20);
            releaseAll(log);
            long third = log.usage().get(2).endPosition();
            long records =
                    log.usage().stream().mapToLong(SegmentUsage::liveRecords).sum();
            assertThat(records).isEqualTo(1);
            log.checkpointed(third - 1);
            assertThat(log.usage())
                    .hasSize(5)
                    .extracting(SegmentUsage::liveRecords)
                    .containsExactly(1L, 0L, 0L, 0L, 0L);
            log.checkpointed(log.endPosition());
            assertThat(log.usage()).extracting(SegmentUsage::sealed).containsExactly(true, false);
            assertThat(log.read(pinned.position(), pinned.size()).remaining()).isEqualTo(BODY);
            assertThat(log.firstPosition()).isEqualTo(log.usage().get(1).firstPosition());

            log.release(pinned.position(), pinned.size());
            log.checkpointed(log.endPosition());
            assertThat(log.usage()).hasSize(1);
            assertThatThrownBy(() -> log.read(pinned.position(), pinned.size()))
                    .isInstanceOf(RecordReleasedException.class);
        }
    }

    @Test
    void shouldKeepFewSparesAndDeleteTheRest() throws IOException {
        try (CommitLog log = open(UNLIMITED)) {
            while (log.usage().size() < 20) {
                append(log);
            }
            releaseAll(log);
            log.checkpointed(log.endPosition());
            int activeNextReserve = 3;
            assertThat(disk.files().stream().filter(file -> !file.equals(DurableMark.FILE_NAME)))
                    .hasSize(activeNextReserve + SegmentPool.MAX_EXTRA_SPARES);
            assertThat(log.diskBytes()).isEqualTo((activeNextReserve + SegmentPool.MAX_EXTRA_SPARES) * (long) SEGMENT);
        }
    }

    @Test
    void shouldKeepASegmentAsLongAsAKeptCheckpointCountsItAsLive() throws IOException {
        byte[] first;
        long firstPosition;
        try (CommitLog log = open(UNLIMITED)) {
            while (log.usage().size() < 3) {
                append(log);
            }
            first = checkpoint(log);
            firstPosition = log.endPosition();
            append(log);
            releaseAll(log);
            log.checkpointed(firstPosition);
            assertThat(log.usage()).hasSize(3);
        }
        try (CommitLog log = open(UNLIMITED)) {
            restore(log, first, firstPosition);
            log.usage().forEach(segment -> assertThat(segment.liveRecords()).isPositive());
        }
    }

    @Test
    void shouldFreeASegmentOnceNoKeptCheckpointCountsItAsLive() throws IOException {
        try (CommitLog log = open(UNLIMITED)) {
            while (log.usage().size() < 3) {
                append(log);
            }
            checkpoint(log);
            append(log);
            releaseAll(log);
            checkpoint(log);
            log.checkpointed(log.endPosition());
            assertThat(log.usage()).hasSize(1);
        }
    }

    private static byte[] checkpoint(CommitLog log) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        log.writeUsage(new DataOutputStream(bytes), log.endPosition());
        return bytes.toByteArray();
    }

    private static void restore(CommitLog log, byte[] checkpoint, long position) throws IOException {
        log.readUsage(new DataInputStream(new ByteArrayInputStream(checkpoint)), position);
    }

    @Test
    void shouldRestoreTheAccountAfterARestart() throws IOException {
        byte[] checkpoint;
        long position;
        List<SegmentUsage> usage;
        try (CommitLog log = open(UNLIMITED)) {
            while (log.usage().size() < 5) {
                append(log);
            }
            for (TestEntry released : List.copyOf(live.subList(0, 40))) {
                live.remove(released);
                log.release(released.position(), released.size());
            }
            checkpoint = checkpoint(log);
            position = log.endPosition();
            usage = log.usage();
        }
        try (CommitLog log = open(UNLIMITED)) {
            restore(log, checkpoint, position);
            assertThat(log.usage()).isEqualTo(usage);
            log.checkpointed(log.endPosition());
            assertThat(log.usage())
                    .hasSizeLessThan(5)
                    .allSatisfy(segment -> assertThat(segment.liveRecords()).isPositive());
            append(log);
            releaseAll(log);
            log.checkpointed(log.endPosition());
            assertThat(log.usage()).hasSize(1);
        }
        try (CommitLog log = open(UNLIMITED)) {
            assertThatThrownBy(() -> restore(log, checkpoint, position))
                    .isInstanceOf(LogCorruptedException.class)
                    .hasMessageContaining("checkpoint needs its records");
        }
    }

    @Test
    void shouldRefuseToReleaseMoreThanWasRetained() throws IOException {
        try (CommitLog log = open(UNLIMITED)) {
            append(log);
            TestEntry entry = live.get(0);
            log.release(entry.position(), entry.size());
            assertThatThrownBy(() -> log.release(entry.position(), entry.size()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("More was released than retained");
        }
    }

    @Test
    void shouldNotResurrectRecordsOfARecycledSegment() throws IOException {
        // All records have the same size, so the stale ones lie exactly where new ones could.
        for (int round = 0; round < 5; round++) {
            try (CommitLog log = open(UNLIMITED)) {
                long expected = log.endIndex();
                long[] last = {0};
                log.replay(log.firstPosition(), (position, size, index, type, time, body) -> last[0] = index);
                assertThat(last[0] == 0 ? expected : last[0])
                        .isEqualTo(expected)
                        .isEqualTo(nextNumber - 1);
                for (int i = 0; i < 60; i++) {
                    append(log);
                }
                releaseAll(log);
                log.checkpointed(log.endPosition());
                append(log);
                live.clear();
                disk.kill();
            } catch (IOException closedByKill) {
                assertThat(closedByKill).hasMessageContaining("crashed");
            }
        }
    }

    @Test
    void shouldNotFailWhenSegmentsOfAnOlderSizeAreFreed() throws IOException {
        try (CommitLog log = open(UNLIMITED)) {
            while (log.usage().size() < 4) {
                append(log);
            }
        }
        CommitLogSettings larger = new CommitLogSettings(2 * SEGMENT, 0, 0);
        try (CommitLog log = open(larger)) {
            for (TestEntry entry : live) {
                log.retain(entry.position(), entry.size());
            }
            while (log.usage().size() < 8) {
                append(log);
            }
            assertThat(log.endIndex()).isEqualTo(live.size());
            releaseAll(log);
            log.checkpointed(log.endPosition());
            assertThat(log.usage()).hasSize(1);
        }
        try (CommitLog log = open(larger)) {
            assertThat(log.endIndex()).isEqualTo(nextNumber - 1);
        }
    }

    private void fill(CommitLog log) throws IOException {
        int limit = 1000;
        while (log.hasRoom()) {
            append(log);
            assertThat(--limit)
                    .as("appends until the log says that it has no room")
                    .isPositive();
        }
    }

    private void append(CommitLog log) throws IOException {
        TestEntry entry = new TestEntry(nextNumber, BODY);
        log.append(List.of(entry));
        log.force();
        log.retain(entry.position(), entry.size());
        live.add(entry);
        nextNumber++;
    }

    private void releaseAll(CommitLog log) {
        live.forEach(entry -> log.release(entry.position(), entry.size()));
        live.clear();
    }

    private CommitLog open(CommitLogSettings settings) throws IOException {
        LogDirectory root = disk.root();
        return CommitLog.open(root, settings, Runnable::run);
    }
}
