package io.carrick.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.store.checkpoint.CheckpointImage;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;

/** The queue against a sorted map, with restarts in between. */
class ConsumeQueueModelTest {
    private static final int CHUNK = 8;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final ConsumeQueueSettings settings = new ConsumeQueueSettings(
            CHUNK, 2 + random.nextInt(3), random.nextInt(5), 1 + random.nextInt(3), SpillGate.PLACED);
    private final TreeMap<Long, QueueEntry> model = new TreeMap<>();
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final LogDirectory directory = disk.root();
    private PageFile pages;
    private ConsumeQueue queue;
    private long sequence = random.nextInt(5);

    @RepeatedTest(25)
    void shouldBehaveAsASortedMap() throws IOException {
        pages = new PageFile(directory, PageFile.HEADER_BYTES + CHUNK * QueueEntry.ENTRY_BYTES);
        queue = new ConsumeQueue(pages, settings);
        int appendShare = 30;
        for (int step = 0; step < 3000; step++) {
            if (step % 300 == 0) {
                appendShare = 10 + random.nextInt(60);
            }
            int choice = random.nextInt(100);
            if (choice < appendShare) {
                append();
            } else if (choice < 95) {
                remove();
            } else if (choice < 99) {
                placeAgain();
            } else if (random.nextInt(3) == 0) {
                restart();
            }
            checkOne(step);
        }
        checkAll();
    }

    private void append() {
        sequence += 1 + random.nextInt(3);
        boolean memoryOnly = random.nextInt(40) == 0;
        QueueEntry entry = memoryOnly ? QueueEntries.unplaced(sequence) : QueueEntries.placed(sequence);
        model.put(queue.append(entry), entry);
    }

    private void remove() {
        if (!model.isEmpty()) {
            long index = random.nextInt(3) == 0 ? anyIndex() : model.firstKey();
            queue.removed(index);
            model.remove(index);
        }
    }

    private void placeAgain() {
        long index = anyIndex();
        queue.place(index, sequence * 1000, 5);
        model.computeIfPresent(index, (i, entry) -> {
            entry.place(sequence * 1000, 5);
            return entry;
        });
    }

    private void restart() throws IOException {
        CheckpointImage image = new CheckpointImage();
        pages.checkpointBegun();
        pages.write(image);
        queue.write(image);
        pages.checkpointDurable();
        var input = QueueEntries.input(image);
        pages = PageFile.read(input, directory, PageFile.HEADER_BYTES + CHUNK * QueueEntry.ENTRY_BYTES);
        queue = ConsumeQueue.read(input, pages, settings);
        model.values().removeIf(entry -> !entry.isPlaced());
        checkAll();
    }

    private long anyIndex() {
        return queue.endIndex() == 0 ? 0 : random.nextLong(queue.endIndex());
    }

    private void checkOne(int step) {
        long index = anyIndex();
        QueueEntry expected = model.get(index);
        String where = "seed " + seed + ", step " + step + ", index " + index;
        assertThat(queue.size()).as(where).isEqualTo(model.size());
        assertThat(queue.isLive(index)).as(where).isEqualTo(expected != null);
        Long next = model.ceilingKey(index);
        assertThat(queue.nextLive(index)).as(where).isEqualTo(next == null ? queue.endIndex() : next);
        assertThat(queue.firstIndex()).as(where).isEqualTo(model.isEmpty() ? queue.endIndex() : model.firstKey());
        same(queue.get(index), expected, where);
    }

    private void checkAll() {
        for (long index = 0; index < queue.endIndex(); index++) {
            same(queue.get(index), model.get(index), "seed " + seed + ", index " + index);
        }
        model.forEach((index, entry) -> assertThat(queue.indexOfSequence(entry.sequence()))
                .as("seed %d, %s", seed, entry)
                .isEqualTo(index));
        if (model.isEmpty()) {
            assertThat(pages.residentChunks().chunks()).as("seed %d", seed).isZero();
            assertThat(pages.usedPages()).as("seed %d", seed).isZero();
        }
    }

    private static void same(QueueEntry actual, QueueEntry expected, String where) {
        if (expected == null) {
            assertThat(actual).as(where).isNull();
            return;
        }
        assertThat(actual).as(where).isNotNull();
        assertThat(actual.toString()).as(where).isEqualTo(expected.toString());
        assertThat(actual.publisherHash()).as(where).isEqualTo(expected.publisherHash());
    }
}
