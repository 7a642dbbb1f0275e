package io.carrick.store.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import io.carrick.store.file.SimulatedDisk.Fault;
import io.carrick.store.index.MessageIndex;
import io.carrick.store.index.MessageIndexSettings;
import io.carrick.store.queue.AckSet;
import io.carrick.store.queue.ConsumeQueue;
import io.carrick.store.queue.ConsumeQueueSettings;
import io.carrick.store.queue.PageFile;
import io.carrick.store.queue.QueueEntries;
import io.carrick.store.queue.QueueEntry;
import io.carrick.store.queue.SpillGate;
import io.carrick.store.timer.Timers;
import java.io.DataInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.slf4j.LoggerFactory;

/**
 * Work, checkpoints and power failures at random: after a restart everything must be exactly as it was at the newest
 * whole checkpoint, although later work freed and wrote pages and was lost in part.
 */
class DerivedStateCrashTest {
    private static final int CHUNK = 4;
    private static final int PAGE_BYTES = PageFile.HEADER_BYTES + CHUNK * QueueEntry.ENTRY_BYTES;
    private static final ConsumeQueueSettings SETTINGS = new ConsumeQueueSettings(CHUNK, 2, 100, 1, SpillGate.PLACED);
    private static final MessageIndexSettings INDEX_SETTINGS = new MessageIndexSettings(16, 10_000);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final SimulatedDisk disk = new SimulatedDisk(seed);
    private LogDirectory directory = disk.root();
    private Checkpoints checkpoints;
    private PageFile pages;
    private final List<ConsumeQueue> queues = new ArrayList<>();
    private AckSet acks = new AckSet();
    private Timers timers;
    private MessageIndex index;

    /** What a naive reading of everything gave at each checkpoint; the place in this list is the log position. */
    private final List<String> known = new ArrayList<>();

    private long sequence;
    private long now;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Checkpoints.class);

    /** Damaged checkpoints are part of the game here. */
    @BeforeEach
    void silenceWarnings() {
        logger.setLevel(Level.ERROR);
    }

    @AfterEach
    void restoreWarnings() {
        logger.setLevel(null);
    }

    @RepeatedTest(15)
    void shouldBeExactlyAsAtTheNewestWholeCheckpoint() throws IOException {
        checkpoints = new Checkpoints(directory.directory("checkpoints"));
        startEmpty();
        for (int life = 0; life < 8; life++) {
            live();
            disk.crash();
            directory = disk.root();
            restart(random.nextInt(4) == 0);
        }
    }

    @RepeatedTest(10)
    void shouldStopAtAnErrorOfTheDiskAndBeAsAtAWholeCheckpointAfterwards() throws IOException {
        checkpoints = new Checkpoints(directory.directory("checkpoints"));
        startEmpty();
        for (int life = 0; life < 8; life++) {
            disk.failOperation(1 + random.nextInt(300), random.nextBoolean() ? Fault.EIO : Fault.ENOSPC);
            boolean failed = false;
            try {
                live();
            } catch (IOException | UncheckedIOException e) {
                failed = true;
            }
            assertThat(failed).as("seed %d", seed).isEqualTo(disk.faultHappened());
            disk.crash();
            directory = disk.root();
            restart(false);
        }
    }

    private void live() throws IOException {
        int steps = random.nextInt(600);
        for (int step = 0; step < steps; step++) {
            work();
            if (random.nextInt(100) == 0) {
                checkpoint();
            }
        }
        if (random.nextInt(3) == 0) {
            crashInsideACheckpoint();
        }
    }

    private void startEmpty() throws IOException {
        pages = new PageFile(directory.directory("pages"), PAGE_BYTES);
        timers = new Timers(directory.directory("timers"), 0);
        index = new MessageIndex(directory.directory("index"), INDEX_SETTINGS);
        acks = new AckSet();
        queues.clear();
        for (int i = 0; i < 3; i++) {
            queues.add(new ConsumeQueue(pages, SETTINGS));
        }
        sequence = 0;
        now = 1000;
    }

    private void work() throws IOException {
        ConsumeQueue queue = queues.get(random.nextInt(queues.size()));
        int choice = random.nextInt(10);
        if (choice < 5) {
            sequence++;
            queue.append(QueueEntries.placed(sequence));
            timers.schedule(now + random.nextInt(1 << 20), 1, 2, sequence);
            index.add(sequence % 7, now, sequence * 100, 1);
        } else if (choice < 9) {
            long from = queue.firstIndex() + random.nextInt(20);
            for (long i = from; i < from + random.nextInt(8); i++) {
                queue.removed(i);
            }
            acks.add(random.nextLong(sequence + 1));
        } else {
            now += random.nextInt(20_000);
            timers.poll(now, 100, (time, kind, owner, key) -> {});
        }
    }

    private CheckpointImage image() throws IOException {
        CheckpointImage image = new CheckpointImage();
        pages.checkpointBegun();
        timers.checkpointBegun();
        image.writeLong(sequence);
        image.writeLong(now);
        pages.write(image);
        for (ConsumeQueue queue : queues) {
            queue.write(image);
        }
        acks.write(image);
        timers.write(image);
        index.write(image);
        return image;
    }

    private void checkpoint() throws IOException {
        known.add(naive());
        CheckpointImage image = image();
        // The core goes on while another thread writes the image.
        work();
        force();
        work();
        checkpoints.write(known.size() - 1, 0, image);
        work();
        pages.checkpointDurable();
        timers.checkpointDurable();
    }

    private void crashInsideACheckpoint() throws IOException {
        image();
        work();
        if (random.nextBoolean()) {
            force();
        }
    }

    private void force() throws IOException {
        pages.force();
        timers.force();
        index.force();
    }

    private void restart(boolean damageTheNewest) throws IOException {
        LogDirectory files = directory.directory("checkpoints");
        List<String> names = files.list();
        if (damageTheNewest && names.size() == Checkpoints.KEPT) {
            disk.flipBit("checkpoints/" + names.get(names.size() - 1), random.nextInt(320));
        }
        checkpoints = new Checkpoints(files);
        var latest = checkpoints.latest();
        if (latest.isEmpty()) {
            startEmpty();
            return;
        }
        try (Checkpoint checkpoint = latest.get()) {
            read(checkpoint.body());
            assertThat(naive()).as("seed %d", seed).isEqualTo(known.get((int) checkpoint.position()));
        }
    }

    private void read(DataInput in) throws IOException {
        sequence = in.readLong();
        now = in.readLong();
        pages = PageFile.read(in, directory.directory("pages"), PAGE_BYTES);
        queues.replaceAll(queue -> null);
        for (int i = 0; i < queues.size(); i++) {
            queues.set(i, ConsumeQueue.read(in, pages, SETTINGS));
        }
        acks = AckSet.read(in);
        timers = Timers.read(in, directory.directory("timers"), 0);
        index = MessageIndex.read(in, directory.directory("index"), INDEX_SETTINGS);
    }

    /** Everything that can be asked, as text. */
    private String naive() throws IOException {
        StringBuilder text = new StringBuilder();
        for (ConsumeQueue queue : queues) {
            text.append("queue to ").append(queue.endIndex()).append('\n');
            for (long i = queue.nextLive(0); i < queue.endIndex(); i = queue.nextLive(i + 1)) {
                text.append(i).append(": ").append(queue.get(i)).append('\n');
            }
        }
        text.append("acks ").append(acks.watermark()).append('+').append(acks.cardinalityAbove());
        text.append("\ntimers ").append(timers.size()).append('\n');
        for (long key = 0; key < 7; key++) {
            index.find(
                    key,
                    0,
                    Long.MAX_VALUE,
                    Integer.MAX_VALUE,
                    (timestamp, position, size) ->
                            text.append(timestamp).append('@').append(position).append(' '));
        }
        return text.toString();
    }
}
