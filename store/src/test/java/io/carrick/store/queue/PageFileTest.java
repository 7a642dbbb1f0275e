package io.carrick.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.checkpoint.CheckpointImage;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageFileTest {
    private static final int PAGE_BYTES = 64;
    private static final String FIRST_FILE = "00000000.pages";

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final LogDirectory directory = disk.root();
    private PageFile pages;

    @BeforeEach
    void open() throws IOException {
        pages = new PageFile(directory, PAGE_BYTES);
    }

    @Test
    void shouldReadBackPagesOfAnyLength() throws IOException {
        long full = pages.write(bytes(PAGE_BYTES - PageFile.HEADER_BYTES, 1));
        long half = pages.write(bytes(20, 2));
        long empty = pages.write(bytes(0, 3));

        assertThat(pages.read(half)).isEqualTo(bytes(20, 2));
        assertThat(pages.read(full)).isEqualTo(bytes(PAGE_BYTES - PageFile.HEADER_BYTES, 1));
        assertThat(pages.read(empty).remaining()).isZero();
    }

    @Test
    void shouldRefuseMoreThanAPageHolds() {
        assertThatThrownBy(() -> pages.write(bytes(PAGE_BYTES, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 bytes in a page of 48");
    }

    @Test
    void shouldFindEveryFlippedBitAndNameThePlace() throws IOException {
        pages.write(bytes(PAGE_BYTES - PageFile.HEADER_BYTES, 1));
        long second = pages.write(bytes(PAGE_BYTES - PageFile.HEADER_BYTES, 2));
        for (int offset = PAGE_BYTES; offset < 2 * PAGE_BYTES; offset++) {
            disk.flipBit(FIRST_FILE, 8L * offset);

            assertThatThrownBy(() -> pages.read(second))
                    .as("bit at %d", offset)
                    .isInstanceOf(CorruptPageException.class)
                    .hasMessageContaining("page 1 (file 00000000.pages, offset 64)");

            disk.flipBit(FIRST_FILE, 8L * offset);
        }
        assertThat(pages.read(second)).isEqualTo(bytes(PAGE_BYTES - PageFile.HEADER_BYTES, 2));
    }

    @Test
    void shouldNoticeThatAPageIsMissing() throws IOException {
        long id = pages.write(bytes(10, 1));
        directory.open(FIRST_FILE).truncate(5);

        assertThatThrownBy(() -> pages.read(id))
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("only 5 bytes are there");
    }

    @Test
    void shouldTellStaleContentsFromTheCurrentOnes() throws IOException {
        long before = pages.write(bytes(10, 1));
        byte[] stale = disk.contents(FIRST_FILE);
        checkpoint();
        pages.free(before);
        checkpoint();
        checkpoint();
        long after = pages.write(bytes(10, 1));
        assertThat(PageAllocation.slot(after)).isEqualTo(PageAllocation.slot(before));
        directory.open(FIRST_FILE).write(ByteBuffer.wrap(stale), 0);

        assertThatThrownBy(() -> pages.read(after))
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("was written as");
    }

    @Test
    void shouldReuseAtOnceAPageThatNoCheckpointKnows() throws IOException {
        long id = pages.write(bytes(10, 1));
        pages.free(id);

        assertThat(PageAllocation.slot(pages.write(bytes(10, 2)))).isEqualTo(PageAllocation.slot(id));
    }

    @Test
    void shouldNotReuseAPageThatAKeptCheckpointRefersTo() throws IOException {
        long id = pages.write(bytes(10, 1));
        checkpoint();
        pages.free(id);

        assertThat(PageAllocation.slot(pages.write(bytes(10, 2)))).isNotZero();
        pages.checkpointBegun();
        assertThat(PageAllocation.slot(pages.write(bytes(10, 3)))).isNotZero();
        pages.checkpointDurable();
        // The first checkpoint is still kept, as the one before the newest.
        assertThat(PageAllocation.slot(pages.write(bytes(10, 4)))).isNotZero();
        checkpoint();
        assertThat(PageAllocation.slot(pages.write(bytes(10, 5)))).isZero();
    }

    @Test
    void shouldNotReuseAPageFreedWhileItsCheckpointIsBeingWritten() throws IOException {
        long id = pages.write(bytes(10, 1));
        pages.checkpointBegun();
        pages.free(id);

        assertThat(PageAllocation.slot(pages.write(bytes(10, 2)))).isNotZero();
        pages.checkpointDurable();
        assertThat(PageAllocation.slot(pages.write(bytes(10, 3)))).isNotZero();
    }

    @Test
    void shouldRefuseToFreeOrReadWhatIsNotInUse() throws IOException {
        long id = pages.write(bytes(10, 1));
        pages.free(id);

        assertThatThrownBy(() -> pages.free(id)).hasMessageContaining("page 0 is not in use");
        assertThatThrownBy(() -> pages.read(id)).hasMessageContaining("page 0 is not in use");
    }

    @Test
    void shouldBeFreeAfterARestartWhatWasWrittenAfterTheCheckpoint() throws IOException {
        long kept = pages.write(bytes(10, 1));
        CheckpointImage image = checkpoint();
        long lost = pages.write(bytes(10, 2));

        pages = PageFile.read(QueueEntries.input(image), directory, PAGE_BYTES);

        assertThat(pages.read(kept)).isEqualTo(bytes(10, 1));
        assertThat(pages.usedPages()).isEqualTo(1);
        assertThat(PageAllocation.slot(pages.write(bytes(10, 3)))).isEqualTo(PageAllocation.slot(lost));
    }

    @Test
    void shouldKeepThePagesOfTheCheckpointBeforeTheOneRestartedFrom() throws IOException {
        long old = pages.write(bytes(10, 1));
        CheckpointImage first = checkpoint();
        pages.free(old);
        CheckpointImage second = checkpoint();

        pages = PageFile.read(QueueEntries.input(second), directory, PAGE_BYTES);
        pages.write(bytes(10, 9));
        pages.write(bytes(10, 9));

        assertThat(PageFile.read(QueueEntries.input(first), directory, PAGE_BYTES)
                        .read(old))
                .isEqualTo(bytes(10, 1));
    }

    @Test
    void shouldDeleteFilesThatNoPageNeeds() throws IOException {
        long[] ids = new long[PageFile.EXTENT_PAGES + 1];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = pages.write(bytes(4, i));
        }
        checkpoint();
        assertThat(disk.files()).containsExactly(FIRST_FILE, "00000001.pages");
        pages.free(ids[ids.length - 1]);
        checkpoint();
        checkpoint();
        assertThat(disk.files()).containsExactly(FIRST_FILE);
    }

    @Test
    void shouldDeleteWhatIsLeftOfAnEarlierLife() throws IOException {
        pages.write(bytes(10, 1));
        pages = new PageFile(directory, PAGE_BYTES);
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void shouldRefuseACheckpointOfAnotherPageSize() throws IOException {
        CheckpointImage image = checkpoint();
        assertThatThrownBy(() -> PageFile.read(QueueEntries.input(image), directory, 128))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("64")
                .hasMessageContaining("128");
    }

    @Test
    void shouldKeepThePagesOfACheckpointWhoseFateIsUnknown() throws IOException {
        long known = pages.write(bytes(10, 1));
        checkpoint();
        pages.free(known);
        long unknown = pages.write(bytes(10, 2));
        CheckpointImage image = new CheckpointImage();
        pages.checkpointBegun();
        pages.write(image);
        pages.free(unknown);

        checkpoint();
        pages.write(bytes(10, 3));
        pages.write(bytes(10, 4));

        assertThat(PageFile.read(QueueEntries.input(image), directory, PAGE_BYTES)
                        .read(unknown))
                .isEqualTo(bytes(10, 2));
    }

    @Test
    void shouldRefuseToEndACheckpointThatNeverBegan() {
        assertThatThrownBy(() -> pages.checkpointDurable()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReportAFailedForce() throws IOException {
        pages.write(bytes(10, 1));
        disk.failForce(1);
        assertThatThrownBy(() -> pages.force()).isInstanceOf(IOException.class);
    }

    @Test
    void shouldNeverHandOutAPageTwiceOrOneThatACheckpointNeeds() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<Integer> used = new HashSet<>();
        Set<Integer> durable = Set.of();
        Set<Integer> previous = Set.of();
        long[] ids = new long[100_000];
        int count = 0;
        for (int step = 0; step < 20_000; step++) {
            int choice = random.nextInt(100);
            if (choice < 52) {
                long id = pages.write(bytes(4, step));
                int slot = PageAllocation.slot(id);
                assertThat(used.contains(slot) || durable.contains(slot) || previous.contains(slot))
                        .as("seed %d, step %d, slot %d", seed, step, slot)
                        .isFalse();
                used.add(slot);
                ids[count++] = id;
            } else if (choice < 99 && count > 0) {
                int victim = random.nextInt(count);
                pages.free(ids[victim]);
                used.remove(PageAllocation.slot(ids[victim]));
                ids[victim] = ids[--count];
            } else if (choice == 99) {
                checkpoint();
                previous = durable;
                durable = Set.copyOf(used);
            }
        }
    }

    private CheckpointImage checkpoint() throws IOException {
        CheckpointImage image = new CheckpointImage();
        pages.checkpointBegun();
        pages.write(image);
        pages.force();
        pages.checkpointDurable();
        return image;
    }

    private static ByteBuffer bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
