package io.carrick.store.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.store.checkpoint.CheckpointImage;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import io.carrick.store.queue.QueueEntries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final long NOW = 1_800_000_000_123L;
    private static final long DAY = 86_400_000L;

    private record Timer(long time, int kind, long owner, long key) {
        static final Comparator<Timer> ORDER = Comparator.comparingLong(Timer::time)
                .thenComparingInt(Timer::kind)
                .thenComparingLong(Timer::owner)
                .thenComparingLong(Timer::key);
    }

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final LogDirectory directory = disk.root();
    private final List<Timer> fired = new ArrayList<>();
    private Timers timers;

    @BeforeEach
    void open() throws IOException {
        timers = new Timers(directory, 0);
    }

    @Test
    void shouldHaveNothingAtFirst() {
        assertThat(timers.nextTime()).isEqualTo(Long.MAX_VALUE);
        assertThat(poll(Long.MAX_VALUE)).isZero();
    }

    @Test
    void shouldFireExactlyAtItsMillisecond() {
        timers.schedule(NOW + 1000, 1, 2, 3);

        assertThat(poll(NOW)).isZero();
        assertThat(poll(NOW + 999)).isZero();
        assertThat(poll(NOW + 1000)).isEqualTo(1);

        assertThat(fired).containsExactly(new Timer(NOW + 1000, 1, 2, 3));
        assertThat(poll(NOW + 1001)).isZero();
    }

    @Test
    void shouldFireAShortOneBeforeALongOneScheduledEarlier() {
        timers.schedule(NOW + 30 * DAY, 0, 0, 1);
        timers.schedule(NOW + DAY, 0, 0, 2);
        timers.schedule(NOW + 5, 0, 0, 3);

        poll(NOW + 30 * DAY);

        assertThat(fired).extracting(Timer::key).containsExactly(3L, 2L, 1L);
    }

    @Test
    void shouldFireAtOnceWhatIsInThePast() {
        poll(NOW);
        timers.schedule(NOW - DAY, 0, 0, 1);
        timers.schedule(-5, 0, 0, 2);
        timers.schedule(0, 0, 0, 3);
        assertThat(timers.nextTime()).isLessThanOrEqualTo(-5);

        poll(NOW);

        assertThat(fired).extracting(Timer::key).containsExactly(2L, 3L, 1L);
    }

    @Test
    void shouldFireEqualTimesInAFixedOrder() {
        timers.schedule(NOW, 2, 1, 1);
        timers.schedule(NOW, 1, 2, 1);
        timers.schedule(NOW, 1, 1, 2);
        timers.schedule(NOW, 1, 1, 1);
        poll(NOW);
        assertThat(fired).isSortedAccordingTo(Timer.ORDER).hasSize(4);
    }

    @Test
    void shouldFireAsOftenAsItWasScheduled() {
        timers.schedule(NOW, 1, 1, 1);
        timers.schedule(NOW, 1, 1, 1);
        assertThat(poll(NOW)).isEqualTo(2);
    }

    @Test
    void shouldFireNoMoreThanAskedFor() {
        for (int i = 0; i < 10; i++) {
            timers.schedule(NOW + i, 0, 0, i);
        }
        assertThat(timers.poll(NOW + 10, 4, this::fired)).isEqualTo(4);
        assertThat(timers.poll(NOW + 10, 4, this::fired)).isEqualTo(4);
        assertThat(timers.poll(NOW + 10, 4, this::fired)).isEqualTo(2);
        assertThat(fired).extracting(Timer::key).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void shouldAllowSchedulingWhileFiring() {
        timers.schedule(NOW, 0, 0, 3);
        timers.poll(NOW, 100, (time, kind, owner, key) -> {
            fired(time, kind, owner, key);
            if (key > 0) {
                timers.schedule(time, kind, owner, key - 1);
            }
        });
        assertThat(fired).extracting(Timer::key).containsExactly(3L, 2L, 1L, 0L);
    }

    @Test
    void shouldHoldAnyTimeThatALongCanHold() {
        timers.schedule(Long.MAX_VALUE - 1, 0, 0, 3);
        timers.schedule(Long.MIN_VALUE, 0, 0, 1);
        timers.schedule(1L << 50, 0, 0, 2);
        assertThat(poll(NOW)).isEqualTo(1);
        assertThat(poll(Long.MAX_VALUE)).isEqualTo(2);
        assertThat(fired).extracting(Timer::key).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldKeepMostOfManyTimersOnDiskAndGiveTheSpaceBack() throws IOException {
        timers = new Timers(directory, 10_000);
        poll(NOW);
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            timers.schedule(NOW + random.nextLong(30 * DAY), 0, i, i);
        }
        CheckpointImage image = checkpoint();
        assertThat(image.length()).isLessThan(1_000_000);
        long onDisk = directory.open("00000000.pages").size();
        assertThat(onDisk).isGreaterThan(4_000_000);

        for (long now = NOW; now <= NOW + 31 * DAY; now += DAY / 4) {
            poll(now);
        }

        assertThat(fired).hasSize(200_000).isSortedAccordingTo(Timer.ORDER);
        checkpoint();
        checkpoint();
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void shouldNotLoadEverythingWhenAllIsOverdue() throws IOException {
        poll(NOW);
        for (int i = 0; i < 50_000; i++) {
            timers.schedule(NOW + i * 1000L, 0, 0, i);
        }
        long reads = disk.operations();

        timers.poll(NOW + 100 * DAY, 10, this::fired);

        assertThat(fired).extracting(Timer::key).startsWith(0L, 1L, 2L).hasSize(10);
        assertThat(disk.operations() - reads).isLessThan(50);
    }

    @Test
    void shouldNameADamagedPage() throws IOException {
        poll(NOW);
        for (int i = 0; i < 1000; i++) {
            timers.schedule(NOW + 10 * DAY, 0, 0, i);
        }
        disk.flipBit("00000000.pages", 8L * 100);
        assertThatThrownBy(() -> poll(NOW + 11 * DAY))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("page 0 (file 00000000.pages");
    }

    @RepeatedTest(12)
    void shouldBehaveAsAPriorityQueueAcrossRestarts() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        PriorityQueue<Timer> model = new PriorityQueue<>(Timer.ORDER);
        List<Timer> expected = new ArrayList<>();
        long now = random.nextBoolean() ? NOW : 0;
        for (int step = 0; step < 3000; step++) {
            int choice = random.nextInt(100);
            if (choice < 80) {
                Timer timer =
                        new Timer(now + offset(random), random.nextInt(3), random.nextInt(3), random.nextInt(1000));
                timers.schedule(timer.time, timer.kind, timer.owner, timer.key);
                model.add(timer);
            } else if (choice < 99) {
                now += random.nextInt(4) == 0 ? random.nextLong(1L << random.nextInt(1, 34)) : random.nextInt(2000);
                poll(now);
                while (!model.isEmpty() && model.peek().time <= now) {
                    expected.add(model.poll());
                }
                assertThat(fired).as("seed %d, step %d", seed, step).isEqualTo(expected);
                fired.clear();
                expected.clear();
            } else {
                timers = Timers.read(QueueEntries.input(checkpoint()), directory, random.nextInt(2000));
            }
            long next = model.isEmpty() ? Long.MAX_VALUE : model.peek().time;
            assertThat(timers.nextTime()).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(next);
            assertThat(timers.size()).as("seed %d, step %d", seed, step).isEqualTo(model.size());
        }
    }

    private static long offset(Random random) {
        return random.nextLong(1L << random.nextInt(1, 36)) - 5;
    }

    private int poll(long now) {
        return timers.poll(now, Integer.MAX_VALUE, this::fired);
    }

    private void fired(long time, int kind, long owner, long key) {
        fired.add(new Timer(time, kind, owner, key));
    }

    private CheckpointImage checkpoint() throws IOException {
        CheckpointImage image = new CheckpointImage();
        timers.checkpointBegun();
        timers.write(image);
        timers.force();
        timers.checkpointDurable();
        return image;
    }
}
