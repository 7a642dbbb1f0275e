package io.carrick.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.checkpoint.CheckpointImage;
import java.io.IOException;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AckSetTest {
    @Test
    void shouldMoveOnlyTheWatermarkWhenSettledInOrder() throws IOException {
        AckSet set = new AckSet(100);
        for (long sequence = 100; sequence < 1100; sequence++) {
            assertThat(set.add(sequence)).isTrue();
            assertThat(set.add(sequence)).isFalse();
        }
        assertThat(set.watermark()).isEqualTo(1100);
        assertThat(set.cardinalityAbove()).isZero();
        assertThat(written(set).length()).isEqualTo(12);
    }

    @Test
    void shouldJumpOverWhatIsSettledAlreadyWhenAGapCloses() {
        AckSet set = new AckSet();
        for (long sequence = 1; sequence < 1_000_000; sequence++) {
            set.add(sequence);
        }
        set.add(1_000_001);
        assertThat(set.watermark()).isZero();
        assertThat(set.cardinalityAbove()).isEqualTo(1_000_000);

        set.add(0);

        assertThat(set.watermark()).isEqualTo(1_000_000);
        assertThat(set.cardinalityAbove()).isEqualTo(1);
    }

    @Test
    void shouldCrossThirtyTwoBitBoundaries() {
        long boundary = 5L << 32;
        AckSet set = new AckSet(boundary - 2);
        set.add(boundary - 1);
        set.add(boundary);
        set.add(boundary + 1);
        assertThat(set.contains(boundary)).isTrue();
        assertThat(set.contains(boundary + 2)).isFalse();

        set.add(boundary - 2);

        assertThat(set.watermark()).isEqualTo(boundary + 2);
        assertThat(set.cardinalityAbove()).isZero();
    }

    @Test
    void shouldStayCompactOverAnySpread() throws IOException {
        AckSet set = new AckSet();
        for (int i = 1; i < 60; i++) {
            set.add(1L << i);
        }
        assertThat(set.cardinalityAbove()).isEqualTo(59);
        assertThat(set.contains(1L << 59)).isTrue();
        assertThat(set.contains((1L << 59) + 1)).isFalse();
        assertThat(written(set).length()).isLessThan(2000);
    }

    @Test
    void shouldRefuseNegativeSequences() {
        assertThatThrownBy(() -> new AckSet().add(-1)).hasMessageContaining("-1");
    }

    @RepeatedTest(20)
    void shouldBehaveAsASortedSet() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long base = random.nextBoolean() ? 0 : (1L << 32) - 500;
        AckSet set = new AckSet(base);
        TreeSet<Long> open = new TreeSet<>();
        for (long sequence = base; sequence < base + 2000; sequence++) {
            open.add(sequence);
        }
        for (int step = 0; step < 4000; step++) {
            long sequence = random.nextInt(4) == 0 && !open.isEmpty() ? open.first() : base + random.nextInt(2000);
            assertThat(set.add(sequence)).as("seed %d, step %d", seed, step).isEqualTo(open.remove(sequence));
            if (random.nextInt(500) == 0) {
                set = AckSet.read(QueueEntries.input(written(set)));
            }
            long probe = base + random.nextInt(2000);
            assertThat(set.contains(probe)).as("seed %d, step %d", seed, step).isEqualTo(!open.contains(probe));
            long watermark = open.isEmpty() ? base + 2000 : open.first();
            assertThat(set.watermark()).as("seed %d, step %d", seed, step).isEqualTo(watermark);
            assertThat(set.cardinalityAbove())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(base + 2000 - watermark - open.size());
        }
    }

    private static CheckpointImage written(AckSet set) throws IOException {
        CheckpointImage image = new CheckpointImage();
        set.write(image);
        return image;
    }
}
