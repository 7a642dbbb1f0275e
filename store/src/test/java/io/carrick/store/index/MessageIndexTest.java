package io.carrick.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.checkpoint.CheckpointImage;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import io.carrick.store.queue.QueueEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MessageIndexTest {
    private static final MessageIndexSettings SETTINGS = new MessageIndexSettings(100, 20_000);

    private record Entry(long hash, long timestamp, long position, int size) {}

    private record Found(long timestamp, long position, int size) {}

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final LogDirectory directory = disk.root();
    private MessageIndex index;

    @BeforeEach
    void open() throws IOException {
        index = new MessageIndex(directory, SETTINGS);
    }

    @Test
    void shouldHashAsDocumentedForEver() {
        assertThat(MessageIndex.hash("")).isEqualTo(KeyHash.mix(0xcbf29ce484222325L));
        assertThat(MessageIndex.hash("a")).isEqualTo(KeyHash.mix(0xaf63dc4c8601ec8cL));
        assertThat(MessageIndex.hash("foobar")).isEqualTo(KeyHash.mix(0x85944171f73967e8L));
        assertThat(KeyHash.mix(1)).isEqualTo(0xb456bcfc34c2cb2cL);
        assertThat(MessageIndex.hash("é")).isNotEqualTo(MessageIndex.hash("e"));
    }

    @Test
    void shouldFindByKeyAndTimeTheLatestFirst() throws IOException {
        for (int i = 0; i < 1000; i++) {
            index.add(i % 10, 5000 + i, i * 10, i);
        }
        assertThat(find(3, 0, Long.MAX_VALUE, 3))
                .containsExactly(new Found(5993, 9930, 993), new Found(5983, 9830, 983), new Found(5973, 9730, 973));
        assertThat(find(3, 5003, 5013, 10)).containsExactly(new Found(5013, 130, 13), new Found(5003, 30, 3));
        assertThat(find(11, 0, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(find(3, 0, Long.MAX_VALUE, 0)).isEmpty();
        assertThat(find(3, 0, Long.MAX_VALUE, 1000)).hasSize(100);
    }

    @Test
    void shouldReadOnlyALittleForAKeyThatIsNotThere() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 10_001; i++) {
            index.add(random.nextLong(), i, i, 1);
        }
        find(random.nextLong(), 0, Long.MAX_VALUE, 1);
        long reads = disk.operations();
        for (int i = 0; i < 100; i++) {
            assertThat(find(random.nextLong(), 0, Long.MAX_VALUE, 1)).isEmpty();
        }
        // One Bloom block per run, and a data block now and then.
        assertThat(disk.operations() - reads).isBetween(100 * 100L, 100 * 100 * 105 / 100L);
    }

    @Test
    void shouldSkipRunsOfAnotherTime() throws IOException {
        for (int i = 0; i < 10_001; i++) {
            index.add(7, i, i, 1);
        }
        find(7, 0, Long.MAX_VALUE, 20_000);
        long reads = disk.operations();

        assertThat(find(7, 500, 549, 1000)).hasSize(50);

        assertThat(disk.operations() - reads).isEqualTo(2);
    }

    @Test
    void shouldNotAddTwiceWhatIsReplayed() throws IOException {
        for (int i = 0; i < 250; i++) {
            index.add(1, i, i, 1);
            index.add(2, i, i, 1);
        }
        for (int i = 200; i < 260; i++) {
            index.add(1, i, i, 1);
            index.add(2, i, i, 1);
        }
        assertThat(find(1, 0, Long.MAX_VALUE, 1000)).hasSize(260);
        assertThat(find(2, 0, Long.MAX_VALUE, 1000)).hasSize(260);
    }

    @Test
    void shouldCompleteAMessageWhoseKeysWereCutByACheckpoint() throws IOException {
        index.add(1, 5, 50, 1);
        index = restarted();
        index.add(1, 5, 50, 1);
        index.add(2, 5, 50, 1);
        assertThat(find(1, 0, 10, 10)).hasSize(1);
        assertThat(find(2, 0, 10, 10)).hasSize(1);
    }

    @Test
    void shouldDropWhatIsGoneFromTheLog() throws IOException {
        for (int i = 0; i < 1000; i++) {
            index.add(1, i, i, 1);
        }
        assertThat(disk.files()).containsExactly("00000000.runs", "00000001.runs", "00000002.runs");

        index.dropBefore(550);
        index.force();

        assertThat(find(1, 0, Long.MAX_VALUE, 1000)).hasSize(450);
        assertThat(disk.files()).containsExactly("00000001.runs", "00000002.runs");
    }

    @Test
    void shouldRestartFromACheckpointThatNamesDroppedRuns() throws IOException {
        for (int i = 0; i < 1000; i++) {
            index.add(1, i, i, 1);
        }
        CheckpointImage image = checkpoint();
        index.dropBefore(550);
        index.force();

        index = MessageIndex.read(QueueEntries.input(image), directory, SETTINGS);
        index.dropBefore(550);

        assertThat(find(1, 0, Long.MAX_VALUE, 1000)).hasSize(450);
    }

    @Test
    void shouldNameTheRunAndPlaceThatIsDamaged() throws IOException {
        for (int i = 0; i < 101; i++) {
            index.add(1, i, i, 1);
        }
        String run = "00000000.runs";
        int size = (int) RunFormat.fenceOffset(100) + RunFormat.fenceBytes(100);
        for (int offset : new int[] {0, 4, 8, 500, 4095, 4100, size - 1, size - 9}) {
            index = restarted();
            disk.flipBit(run, 8L * offset);
            int part = offset < 4096 ? 0 : offset < size - 12 ? 4096 : size - 12;
            if (part == 4096 && !hitsBloomBlockOf(1, offset)) {
                disk.flipBit(run, 8L * offset);
                continue;
            }
            assertThatThrownBy(() -> find(1, 0, Long.MAX_VALUE, 1000))
                    .as("bit at %d", offset)
                    .isInstanceOf(CorruptIndexException.class)
                    .hasMessageContaining(run)
                    .hasMessageContaining("offset " + part);
            disk.flipBit(run, 8L * offset);
        }
    }

    private static boolean hitsBloomBlockOf(long hash, int offset) {
        return RunFormat.bloomBlock(hash, RunFormat.bloomBlocks(100)) == (offset - 4096) / RunFormat.BLOOM_BYTES;
    }

    @RepeatedTest(20)
    void shouldBehaveAsAListAcrossRestarts() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Entry> model = new ArrayList<>();
        long position = 0;
        for (int step = 0; step < 3000; step++) {
            int choice = random.nextInt(1000);
            if (choice < 900) {
                position += 1 + random.nextInt(5);
                Entry entry = new Entry(random.nextInt(30) - 15L, 1000 + step + random.nextInt(50), position, step);
                index.add(entry.hash, entry.timestamp, entry.position, entry.size);
                model.add(entry);
            } else if (choice < 990) {
                check(random, model, "seed " + seed + ", step " + step);
            } else if (choice < 996) {
                index = restarted();
            } else {
                long limit = position == 0 ? 0 : random.nextLong(position);
                index.dropBefore(limit);
                model.removeIf(entry -> entry.position < limit);
            }
        }
    }

    private void check(Random random, List<Entry> model, String where) throws IOException {
        long hash = random.nextInt(32) - 16L;
        long from = 1000 + random.nextInt(3000);
        long to = from + random.nextInt(1000);
        int max = 1 + random.nextInt(50);
        List<Found> expected = new ArrayList<>();
        for (int i = model.size() - 1; i >= 0 && expected.size() < max; i--) {
            Entry entry = model.get(i);
            if (entry.hash == hash && entry.timestamp >= from && entry.timestamp <= to) {
                expected.add(new Found(entry.timestamp, entry.position, entry.size));
            }
        }
        assertThat(find(hash, from, to, max)).as(where).isEqualTo(expected);
    }

    @Test
    void shouldAnswerSearchesWhileEntriesAreAddedAndDropped()
            throws IOException, InterruptedException, ExecutionException {
        AtomicLong added = new AtomicLong(-1);
        AtomicLong dropped = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                results.add(readers.submit(() -> searchUntil(ended, added, dropped)));
            }
            for (int i = 0; i < 60_000; i++) {
                index.add(i % 1000, i, i, i);
                added.set(i);
                if (i % 10_000 == 9_999) {
                    dropped.set(i - 5_000);
                    index.dropBefore(i - 5_000);
                    index.force();
                }
            }
            ended.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get()).isPositive();
            }
        } finally {
            ended.set(true);
            readers.shutdownNow();
        }
    }

    private int searchUntil(AtomicBoolean ended, AtomicLong added, AtomicLong dropped) throws IOException {
        int searches = 0;
        do {
            long last = added.get();
            if (last >= 0) {
                List<Found> found = find(last % 1000, last, last, 10);
                if (dropped.get() <= last) {
                    assertThat(found).containsExactly(new Found(last, last, (int) last));
                }
            }
            searches++;
        } while (!ended.get());
        return searches;
    }

    private List<Found> find(long hash, long from, long to, int max) throws IOException {
        List<Found> found = new ArrayList<>();
        index.find(hash, from, to, max, (timestamp, position, size) -> found.add(new Found(timestamp, position, size)));
        return found;
    }

    private CheckpointImage checkpoint() throws IOException {
        CheckpointImage image = new CheckpointImage();
        index.write(image);
        index.force();
        return image;
    }

    private MessageIndex restarted() throws IOException {
        return MessageIndex.read(QueueEntries.input(checkpoint()), directory, SETTINGS);
    }
}
