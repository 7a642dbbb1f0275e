package io.carrick.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.checkpoint.CheckpointImage;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumeQueueTest {
    private static final int CHUNK = 8;
    private static final ConsumeQueueSettings SETTINGS = new ConsumeQueueSettings(CHUNK, 3, 1000, 2, SpillGate.PLACED);
    private static final int PAGE_BYTES = PageFile.HEADER_BYTES + CHUNK * QueueEntry.ENTRY_BYTES;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final LogDirectory directory = disk.root();
    private PageFile pages;
    private ConsumeQueue queue;

    @BeforeEach
    void open() throws IOException {
        pages = new PageFile(directory, PAGE_BYTES);
        queue = new ConsumeQueue(pages, SETTINGS);
    }

    @Test
    void shouldBeginEmpty() {
        assertThat(queue.firstIndex()).isZero();
        assertThat(queue.endIndex()).isZero();
        assertThat(queue.size()).isZero();
        assertThat(queue.get(0)).isNull();
        assertThat(queue.isLive(0)).isFalse();
        assertThat(queue.indexOfSequence(0)).isEqualTo(-1);
        assertThat(queue.nextLive(0)).isZero();
    }

    @Test
    void shouldGiveBackEntriesByIndexAndSequence() {
        append(0, 10 * CHUNK);
        for (int i = 0; i < 10 * CHUNK; i++) {
            assertThat(queue.get(i)).usingRecursiveComparison().isEqualTo(QueueEntries.placed(2L * i));
            assertThat(queue.indexOfSequence(2L * i)).isEqualTo(i);
            assertThat(queue.indexOfSequence(2L * i + 1)).isEqualTo(-1);
        }
        assertThat(queue.get(-1)).isNull();
        assertThat(queue.get(10 * CHUNK)).isNull();
    }

    @Test
    void shouldOwnNoPageWhileShort() {
        append(0, 3 * CHUNK);
        assertThat(pages.usedPages()).isZero();
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void shouldSpillTheMiddleWhenLong() {
        append(0, 10 * CHUNK);
        assertThat(pages.usedPages()).isEqualTo(7);
        long reads = disk.operations();

        queue.get(0);
        queue.get(10 * CHUNK - 1);

        assertThat(disk.operations()).isEqualTo(reads);
    }

    @Test
    void shouldSpillEarlierWhenAllQueuesTogetherAreLong() {
        ConsumeQueueSettings settings = new ConsumeQueueSettings(CHUNK, 10, 8, 1, SpillGate.PLACED);
        List<ConsumeQueue> queues = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            queues.add(new ConsumeQueue(pages, settings));
        }
        for (int i = 0; i < 4 * CHUNK; i++) {
            for (ConsumeQueue each : queues) {
                each.append(QueueEntries.placed(i));
            }
        }
        // Three chunks besides the last for each of six queues, of which about eight may stay.
        assertThat(pages.usedPages()).isBetween(9, 12);

        queues.forEach(ConsumeQueue::clear);

        assertThat(pages.residentChunks().chunks()).isZero();
    }

    @Test
    void shouldCountWhatIsInMemoryAgainAfterARestart() throws IOException {
        append(0, 3 * CHUNK);
        assertThat(pages.residentChunks().chunks()).isEqualTo(2);
        CheckpointImage image = new CheckpointImage();
        pages.checkpointBegun();
        pages.write(image);
        queue.write(image);
        var input = QueueEntries.input(image);
        pages = PageFile.read(input, directory, PAGE_BYTES);
        queue = ConsumeQueue.read(input, pages, SETTINGS);
        assertThat(pages.residentChunks().chunks()).isEqualTo(2);
        for (int i = 0; i < 3 * CHUNK; i++) {
            queue.removed(i);
        }
        assertThat(pages.residentChunks().chunks()).isZero();
    }

    @Test
    void shouldReadEachPageOnceInASequentialScan() {
        append(0, 20 * CHUNK);
        long reads = disk.operations();
        for (int i = 0; i < 20 * CHUNK; i++) {
            assertThat(queue.get(i).sequence()).isEqualTo(2L * i);
            queue.isLive(i);
        }
        assertThat(disk.operations() - reads).isEqualTo(pages.usedPages());
    }

    @Test
    void shouldReadEachPageOncePerScanWhenTwoScansInterleave() {
        append(0, 20 * CHUNK);
        long reads = disk.operations();
        for (int i = 0; i < 10 * CHUNK; i++) {
            queue.get(i);
            queue.get(i + 10 * CHUNK);
        }
        assertThat(disk.operations() - reads).isEqualTo(pages.usedPages());
    }

    @Test
    void shouldGiveBackAPageWhenItsLastEntryDies() {
        append(0, 10 * CHUNK);
        int used = pages.usedPages();
        for (int i = 3 * CHUNK; i < 4 * CHUNK; i++) {
            assertThat(pages.usedPages()).isEqualTo(used);
            queue.removed(i);
            assertThat(queue.get(i)).isNull();
        }
        assertThat(pages.usedPages()).isEqualTo(used - 1);
        assertThat(queue.nextLive(3 * CHUNK)).isEqualTo(4 * CHUNK);
        assertThat(queue.get(4 * CHUNK).sequence()).isEqualTo(8 * CHUNK);
        assertThat(queue.firstIndex()).isZero();
    }

    @Test
    void shouldAdvanceTheFirstIndexOverTheDead() {
        append(0, 5 * CHUNK);
        for (int i = 1; i < 3 * CHUNK; i++) {
            queue.removed(i);
        }
        assertThat(queue.firstIndex()).isZero();
        queue.removed(0);
        assertThat(queue.firstIndex()).isEqualTo(3 * CHUNK);
        for (int i = 3 * CHUNK; i < 5 * CHUNK; i++) {
            queue.removed(i);
        }
        assertThat(queue.firstIndex()).isEqualTo(queue.endIndex());
        assertThat(queue.size()).isZero();
        assertThat(pages.usedPages()).isZero();
    }

    @Test
    void shouldIgnoreThatADeadEntryDiesAgain() {
        append(0, 2);
        queue.removed(0);
        queue.removed(0);
        queue.removed(17);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void shouldKeepMovingWithoutPagesWhenConsumedAsFastAsFilled() {
        for (int i = 0; i < 100 * CHUNK; i++) {
            append(i, 1);
            if (i >= 2) {
                queue.removed(i - 2);
            }
        }
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.get(queue.firstIndex()).sequence()).isEqualTo(2L * (100 * CHUNK - 2));
        assertThat(pages.usedPages()).isZero();
    }

    @Test
    void shouldKeepInMemoryAChunkWithAnEntryThatIsNotInTheLog() {
        QueueEntry memoryOnly = QueueEntries.unplaced(2L * 4 * CHUNK);
        append(0, 4 * CHUNK);
        queue.append(memoryOnly);
        append(4 * CHUNK + 1, 6 * CHUNK);

        assertThat(queue.get(4 * CHUNK)).isSameAs(memoryOnly);
    }

    @Test
    void shouldSpillLaterWhatGotAPlaceLater() {
        List<QueueEntry> entries = new ArrayList<>();
        for (int i = 0; i < 10 * CHUNK; i++) {
            entries.add(QueueEntries.unplaced(i));
            queue.append(entries.get(i));
        }
        assertThat(pages.usedPages()).isZero();
        entries.forEach(entry -> entry.place(entry.sequence() * 10, 1));

        assertThat(queue.spill()).isEqualTo(7);

        assertThat(pages.usedPages()).isEqualTo(7);
        assertThat(queue.get(5 * CHUNK).position()).isEqualTo(5 * CHUNK * 10);
    }

    @Test
    void shouldLetTheGatePlaceEntriesAndTellItWhatLeft() {
        List<Long> left = new ArrayList<>();
        SpillGate gate = new SpillGate() {
            @Override
            public boolean maySpill(QueueEntry entry) {
                entry.place(entry.sequence(), 1);
                return true;
            }

            @Override
            public void spilled(QueueEntry entry) {
                left.add(entry.sequence());
            }
        };
        queue = new ConsumeQueue(pages, SETTINGS.withGate(gate));
        for (int i = 0; i < 3 * CHUNK + 1; i++) {
            queue.append(QueueEntries.unplaced(i));
        }
        assertThat(left).containsExactly(16L, 17L, 18L, 19L, 20L, 21L, 22L, 23L);
    }

    @Test
    void shouldRefuseAGateThatLosesMessages() {
        queue = new ConsumeQueue(pages, SETTINGS.withGate(entry -> true));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 4 * CHUNK; i++) {
                        queue.append(QueueEntries.unplaced(i));
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no place in the log");
    }

    @Test
    void shouldRefuseSequencesThatDoNotAscend() {
        queue.append(QueueEntries.placed(10));
        assertThatThrownBy(() -> queue.append(QueueEntries.placed(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequence 10 after 10");
    }

    @Test
    void shouldKeepANewPlaceOfASpilledEntry() {
        append(0, 20 * CHUNK);
        int used = pages.usedPages();
        queue.place(5 * CHUNK, 123_456, 78);
        for (int i = 0; i < 20 * CHUNK; i++) {
            queue.get(i);
        }
        assertThat(queue.get(5 * CHUNK).position()).isEqualTo(123_456);
        assertThat(queue.get(5 * CHUNK).size()).isEqualTo(78);
        assertThat(queue.get(5 * CHUNK + 1))
                .usingRecursiveComparison()
                .isEqualTo(QueueEntries.placed(2 * (5 * CHUNK + 1)));
        assertThat(pages.usedPages()).isEqualTo(used);
    }

    @Test
    void shouldWriteAPageOnceHoweverManyOfItsEntriesMove() throws IOException {
        append(0, 20 * CHUNK);
        queue.get(5 * CHUNK);
        long before = disk.operations();
        for (int i = 5 * CHUNK; i < 6 * CHUNK; i++) {
            queue.place(i, 7_000_000 + i, 7);
        }
        assertThat(disk.operations()).isEqualTo(before);

        CheckpointImage image = new CheckpointImage();
        pages.checkpointBegun();
        pages.write(image);
        queue.write(image);

        assertThat(disk.operations()).isEqualTo(before + 1);
        var input = QueueEntries.input(image);
        pages = PageFile.read(input, directory, PAGE_BYTES);
        queue = ConsumeQueue.read(input, pages, SETTINGS);
        for (int i = 5 * CHUNK; i < 6 * CHUNK; i++) {
            assertThat(queue.get(i).position()).isEqualTo(7_000_000 + i);
        }
    }

    @Test
    void shouldForgetMovesInWhatIsDead() {
        append(0, 20 * CHUNK);
        queue.place(5 * CHUNK, 7, 7);
        int used = pages.usedPages();
        for (int i = 5 * CHUNK; i < 6 * CHUNK; i++) {
            queue.removed(i);
        }
        pages.checkpointBegun();
        assertThat(pages.usedPages()).isEqualTo(used - 1);
    }

    @Test
    void shouldGiveBackAllPagesWhenCleared() {
        append(0, 10 * CHUNK);
        queue.clear();
        assertThat(pages.usedPages()).isZero();
        assertThat(queue.size()).isZero();
        assertThat(queue.firstIndex()).isEqualTo(10 * CHUNK);
        append(10 * CHUNK, 1);
        assertThat(queue.get(10 * CHUNK)).isNotNull();
    }

    @Test
    void shouldLeaveOutOfACheckpointWhatIsOnlyInMemory() throws IOException {
        queue.append(QueueEntries.placed(1));
        queue.append(QueueEntries.unplaced(2));
        queue.append(QueueEntries.placed(3));
        CheckpointImage image = new CheckpointImage();
        queue.write(image);

        ConsumeQueue read = ConsumeQueue.read(QueueEntries.input(image), pages, SETTINGS);

        assertThat(read.size()).isEqualTo(2);
        assertThat(read.isLive(1)).isFalse();
        assertThat(read.get(2)).usingRecursiveComparison().isEqualTo(QueueEntries.placed(3));
        assertThat(read.append(QueueEntries.placed(4))).isEqualTo(3);
    }

    @Test
    void shouldNameADamagedPage() throws IOException {
        append(0, 10 * CHUNK);
        disk.flipBit("00000000.pages", 8L * 100);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10 * CHUNK; i++) {
                        queue.get(i);
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("page 0 (file 00000000.pages");
    }

    @Test
    void shouldRefuseChunksThatDoNotFitAPage() {
        assertThatThrownBy(() ->
                        new ConsumeQueue(pages, new ConsumeQueueSettings(CHUNK + 1, 2, 1000, 1, SpillGate.PLACED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 entries takes 504 bytes, a page holds 448");
    }

    private void append(int from, int count) {
        for (int i = from; i < from + count; i++) {
            assertThat(queue.append(QueueEntries.placed(2L * i))).isEqualTo(i);
        }
    }
}
