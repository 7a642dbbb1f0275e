package io.carrick.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.file.FileLogDirectory;
import io.carrick.store.file.LogDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
    private static final CommitLogSettings SMALL = new CommitLogSettings(64 << 10, 0, 64 << 10);

    private final Random random = new Random(42);

    @TempDir
    private Path path;

    private LogDirectory directory;

    @BeforeEach
    void openDirectory() throws IOException {
        directory = FileLogDirectory.at(path);
    }

    @AfterEach
    void closeDirectory() throws IOException {
        directory.close();
    }

    @Test
    void shouldReadBackEveryRecordAcrossManySegments() throws IOException {
        List<TestEntry> entries = entries(1, 500, 2000);
        try (CommitLog log = CommitLog.open(directory, SMALL)) {
            for (int i = 0; i < entries.size(); i += 50) {
                log.append(entries.subList(i, i + 50));
            }
            log.force();
            assertReadable(log, entries);
            assertThat(log.usage()).hasSizeGreaterThan(5);
        }
        try (CommitLog log = CommitLog.open(directory, SMALL)) {
            assertReadable(log, entries);
            assertThat(log.endIndex()).isEqualTo(500);
        }
    }

    @Test
    void shouldReplayFromBehindAnyRecord() throws IOException {
        List<TestEntry> entries = entries(1, 300, 2000);
        try (CommitLog log = CommitLog.open(directory, SMALL)) {
            log.append(entries);
            for (TestEntry entry : entries) {
                long[] next = {entry.index()};
                log.replay(entry.position() + entry.size(), (position, size, index, type, timestamp, body) -> {
                    assertThat(index).isEqualTo(++next[0]);
                });
                assertThat(next[0]).isEqualTo(300);
            }
            assertThatThrownBy(() -> log.replay(log.endPosition() + 8, (p, s, i, type, time, body) -> {}))
                    .isInstanceOf(LogCorruptedException.class)
                    .hasMessageContaining("the log ends here");
        }
    }

    @Test
    void shouldReadWhileAnotherThreadAppendsAndSegmentsAreRecycled() throws Exception {
        int count = 3000;
        BlockingQueue<TestEntry> written = new ArrayBlockingQueue<>(64);
        try (CommitLog log = CommitLog.open(directory, SMALL)) {
            Thread writer = new Thread(() -> {
                for (TestEntry entry : entries(1, count, 1000)) {
                    try {
                        log.append(List.of(entry));
                        written.put(entry);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            writer.start();
            for (int i = 0; i < count; i++) {
                TestEntry entry = written.poll(30, TimeUnit.SECONDS);
                log.retain(entry.position(), entry.size());
                assertThat(log.read(entry.position(), entry.size())).isEqualTo(ByteBuffer.wrap(entry.body()));
                log.release(entry.position(), entry.size());
                log.checkpointed(entry.position());
            }
            writer.join();
            assertThat(log.usage()).hasSizeLessThan(5);
        }
    }

    @Test
    void shouldRejectARecordLargerThanASegmentAndWriteNothing() throws IOException {
        try (CommitLog log = CommitLog.open(directory, SMALL)) {
            TestEntry largest = new TestEntry(1, log.maxBodyBytes());
            TestEntry tooLarge = new TestEntry(2, log.maxBodyBytes() + 1);
            long end = log.endPosition();
            assertThatThrownBy(() -> log.append(List.of(largest, tooLarge)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65425");
            assertThat(log.endPosition()).isEqualTo(end);
            log.append(List.of(largest));
            assertReadable(log, List.of(largest));
        }
    }

    private List<TestEntry> entries(long first, int count, int maxBody) {
        List<TestEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new TestEntry(first + i, random.nextInt(maxBody)));
        }
        return entries;
    }

    private static void assertReadable(CommitLog log, List<TestEntry> entries) throws IOException {
        List<Long> indexes = new ArrayList<>();
        log.replay(log.firstPosition(), (position, size, index, type, timestamp, body) -> {
            TestEntry entry = entries.get(indexes.size());
            assertThat(position).isEqualTo(entry.position());
            assertThat(size).isEqualTo(entry.size());
            assertThat(type).isEqualTo(entry.type());
            assertThat(timestamp).isEqualTo(entry.timestamp());
            assertThat(body).isEqualTo(ByteBuffer.wrap(entry.body()));
            indexes.add(index);
        });
        assertThat(indexes).hasSameSizeAs(entries);
        for (TestEntry entry : entries) {
            assertThat(log.read(entry.position(), entry.size())).isEqualTo(ByteBuffer.wrap(entry.body()));
        }
    }
}
