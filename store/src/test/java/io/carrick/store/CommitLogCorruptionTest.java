package io.carrick.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Bits that flip and files that shrink while the broker is away. */
class CommitLogCorruptionTest {
    private static final CommitLogSettings SETTINGS = new CommitLogSettings(4 << 10, 0, 0);
    private static final Executor DIRECT = Runnable::run;
    private static final String MARK = "log/" + DurableMark.FILE_NAME;

    private final LogHistory history = new LogHistory(Seeds.random(7), 400);

    @Test
    void shouldDetectEveryFlippedByteAfterAnOrderlyClose() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        CommitLog log = writeSome(disk);
        log.close();
        disk.kill();
        flipEveryByte(disk, history.committed());
    }

    @Test
    void shouldDetectEveryFlippedByteAfterTheDeathOfTheProcess() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        writeSome(disk);
        disk.kill();
        flipEveryByte(disk, history.committed());
    }

    @Test
    void shouldNeverServeAnAlteredRecordAfterAPowerCut() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        writeSome(disk);
        disk.crash();
        // All proof of the last flush may be lost, so only records before it are sure to be reported.
        flipEveryByte(disk, 0);
    }

    @Test
    void shouldDetectEveryFlippedByteBehindProvenRecordsEvenWithoutTheMark() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        CommitLog log = writeSome(disk);
        int provenByLastRecord = history.committed();
        history.append(log, 1);
        history.force(log);
        disk.kill();
        disk.remove(MARK);
        flipEveryByte(disk, provenByLastRecord - 1);
    }

    /** What is served is right, and it is all, or the damage is reported for the file in which it is. */
    private void flipEveryByte(SimulatedDisk disk, int leastRecords) {
        int reported = 0;
        for (String file : disk.files()) {
            int length = disk.contents(file).length;
            for (int offset = 0; offset < length; offset = next(file, offset)) {
                SimulatedDisk damaged = disk.copy(offset);
                damaged.flipBit(file, offset * 8L + offset % 8);
                boolean[] detected = new boolean[1];
                Seeds.named(
                        "byte " + offset + " of " + file + " flipped",
                        () -> detected[0] = isReported(damaged, file, leastRecords));
                reported += detected[0] ? 1 : 0;
            }
        }
        long recordBytes = history.appended().stream()
                .limit(leastRecords)
                .mapToLong(TestEntry::size)
                .sum();
        assertThat(reported).isGreaterThanOrEqualTo((int) recordBytes);
    }

    /** Every byte; of the pages of the mark, which are mostly empty, the part in use. */
    private static int next(String file, int offset) {
        boolean unusedFollows = file.equals(MARK) && offset % DurableMark.PAGE_BYTES == 63;
        return unusedFollows ? offset + DurableMark.PAGE_BYTES - 63 : offset + 1;
    }

    private boolean isReported(SimulatedDisk damaged, String file, int leastRecords) throws IOException {
        try (CommitLog log = open(damaged)) {
            assertThat(history.checkPrefix(log)).isGreaterThanOrEqualTo(leastRecords);
            return false;
        } catch (LogCorruptedException e) {
            assertThat("log/" + e.file()).isEqualTo(file);
            assertThat(e).hasMessageContaining("offset " + e.offset()).hasMessageContaining(e.file());
            return true;
        }
    }

    @Test
    void shouldRecoverTheRecordsBeforeEveryPointOfTruncationIfNothingProvesMore() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        writeSome(disk);
        disk.kill();
        disk.remove(MARK);
        String last = lastSegment(disk);
        long start = Long.parseLong(last.substring("log/".length()));
        byte[] whole = disk.contents(last);
        for (int length = SegmentHeader.BYTES; length < whole.length; length++) {
            SimulatedDisk cut = disk.copy(length);
            cut.overwrite(last, Arrays.copyOf(whole, length));
            long end = start + length;
            long expected = history.appended().stream()
                    .filter(entry -> entry.position() + RecordCodec.HEADER_BYTES + entry.bodySize() <= end)
                    .count();
            Seeds.named("truncation to " + length + " bytes", () -> {
                CommitLog log = open(cut);
                assertThat(history.checkPrefix(log)).isEqualTo((int) expected);
                appendAndReopen(cut, log, (int) expected);
            });
        }
    }

    private void appendAndReopen(SimulatedDisk disk, CommitLog log, int expected) throws IOException {
        TestEntry entry = new TestEntry(999, 100);
        log.append(List.of(entry));
        log.force();
        disk.crash();
        try (CommitLog reopened = open(disk)) {
            assertThat(reopened.endIndex()).isEqualTo(expected + 1);
            assertThat(reopened.read(entry.position(), entry.size())).isEqualTo(ByteBuffer.wrap(entry.body()));
        }
    }

    @Test
    void shouldReportEveryTruncationOfWhatWasDurable() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        writeSome(disk);
        disk.kill();
        String last = lastSegment(disk);
        TestEntry lastEntry = history.appended().get(history.appended().size() - 1);
        long end = lastEntry.position() + lastEntry.size() - Long.parseLong(last.substring("log/".length()));
        byte[] whole = disk.contents(last);
        // The zeros of the last record's padding come back by themselves.
        for (int length = 0; length <= end - RecordCodec.ALIGNMENT; length++) {
            SimulatedDisk cut = disk.copy(length);
            cut.overwrite(last, Arrays.copyOf(whole, length));
            Seeds.named(
                    "truncation to " + length + " bytes",
                    () -> assertThatThrownBy(() -> open(cut)).isInstanceOf(LogCorruptedException.class));
        }
    }

    @Test
    void shouldReportAMissingSegment() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        writeSome(disk).close();
        disk.kill();
        SimulatedDisk withoutLast = disk.copy(1);
        withoutLast.remove(lastSegment(disk));
        assertThatThrownBy(() -> open(withoutLast)).isInstanceOf(LogCorruptedException.class);

        SimulatedDisk withoutSecond = disk.copy(1);
        withoutSecond.remove("log/" + Segment.fileName(SETTINGS.segmentSizeBytes()));
        try (CommitLog log = open(withoutSecond)) {
            assertThat(log.firstPosition()).isGreaterThan(SETTINGS.segmentSizeBytes());
            assertThatThrownBy(() -> log.replay(SegmentHeader.BYTES, (p, s, i, t, time, body) -> {}))
                    .isInstanceOf(LogCorruptedException.class)
                    .hasMessageContaining("missing");
        }
    }

    @Test
    void shouldNotTakeARecordHiddenInABodyForOne() throws IOException {
        // A client that knows the format and guesses the position right still does not know the identity of the log.
        SimulatedDisk disk = new SimulatedDisk(1);
        CommitLog log = open(disk);
        log.append(List.of(new TestEntry(1, 100)));
        log.force();
        TestEntry carrier = new TestEntry(2, 1000);
        byte[] forged = new byte[RecordCodec.sizeOf(10)];
        long forgedPosition = log.endPosition() + RecordCodec.HEADER_BYTES;
        new RecordCodec(0).encode(ByteBuffer.wrap(forged), new TestEntry(3, 10), forgedPosition, 3, Long.MAX_VALUE);
        log.append(List.of(new ForgingEntry(carrier, forged)));
        disk.kill();
        String segment = "log/" + Segment.fileName(0);
        byte[] contents = disk.contents(segment);
        contents[Math.toIntExact(forgedPosition) - RecordCodec.HEADER_BYTES] ^= 1;
        disk.overwrite(segment, contents);
        try (CommitLog reopened = open(disk)) {
            assertThat(reopened.endIndex()).isEqualTo(1);
        }
    }

    private record ForgingEntry(TestEntry carrier, byte[] forged) implements LogEntry {
        @Override
        public int type() {
            return carrier.type();
        }

        @Override
        public long timestamp() {
            return carrier.timestamp();
        }

        @Override
        public int bodySize() {
            return forged.length;
        }

        @Override
        public void writeBody(ByteBuffer target) {
            target.put(forged);
        }

        @Override
        public void placed(long position, int size, long index) {
            carrier.placed(position, size, index);
        }
    }

    private CommitLog writeSome(SimulatedDisk disk) throws IOException {
        CommitLog log = open(disk);
        for (int i = 0; i < 12; i++) {
            history.append(log, 3);
            history.force(log);
        }
        assertThat(log.usage()).hasSizeGreaterThanOrEqualTo(3);
        return log;
    }

    private static String lastSegment(SimulatedDisk disk) throws IOException {
        List<String> segments = disk.files().stream()
                .filter(file -> file.matches("log/\\d{20}"))
                .toList();
        // The very last one is prepared only.
        return segments.get(segments.size() - 2);
    }

    private static CommitLog open(SimulatedDisk disk) throws IOException {
        return CommitLog.open(disk.root().directory("log"), SETTINGS, DIRECT);
    }
}
