package io.carrick.store.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.SimulatedDisk;
import io.carrick.store.file.SimulatedDisk.Fault;
import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CheckpointsTest {
    private static final String FIRST = "checkpoint-00000000000000000001";
    private static final String SECOND = "checkpoint-00000000000000000002";
    private static final String THIRD = "checkpoint-00000000000000000003";

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final LogDirectory directory = disk.root();
    private final Checkpoints checkpoints = new Checkpoints(directory);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Checkpoints.class);

    @BeforeEach
    void captureLog() {
        log.start();
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void releaseLog() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void shouldHaveNoneAtFirst() throws IOException {
        assertThat(checkpoints.latest()).isEmpty();
        assertThat(checkpoints.oldestPosition()).isZero();
    }

    @Test
    void shouldGiveBackTheNewest() throws IOException {
        write(10, "one");
        write(20, "two");
        try (Checkpoint latest = new Checkpoints(directory).latest().orElseThrow()) {
            assertThat(latest.position()).isEqualTo(20);
            assertThat(latest.index()).isEqualTo(21);
            assertThat(latest.body().readUTF()).isEqualTo("two");
            assertThatThrownBy(() -> latest.body().readByte()).isInstanceOf(EOFException.class);
        }
        assertThat(log.list).isEmpty();
    }

    @Test
    void shouldKeepTheLastTwo() throws IOException {
        write(10, "one");
        write(20, "two");
        write(30, "three");
        assertThat(disk.files()).containsExactly(SECOND, THIRD);
        assertThat(checkpoints.oldestPosition()).isEqualTo(20);
    }

    @Test
    void shouldUseTheOneBeforeAndSaySoWhicheverBitIsFlipped() throws IOException {
        write(10, "one");
        write(20, "two");
        int size = disk.contents(SECOND).length;
        for (int offset = 0; offset < size; offset++) {
            disk.flipBit(SECOND, 8L * offset);
            log.list.clear();

            assertThat(latestBody()).as("bit at %d", offset).contains("one");

            assertThat(log.list).as("bit at %d", offset).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage()).contains(SECOND).contains("damaged");
            });
            directory.rename("damaged-" + SECOND, SECOND);
            disk.flipBit(SECOND, 8L * offset);
        }
        assertThat(latestBody()).contains("two");
    }

    @Test
    void shouldUseTheOneBeforeWhereverItIsCut() throws IOException {
        write(10, "one");
        write(20, "two");
        for (int size = disk.contents(SECOND).length - 1; size >= 0; size--) {
            directory.open(SECOND).truncate(size);
            assertThat(latestBody()).as("cut at %d", size).contains("one");
            directory.rename("damaged-" + SECOND, SECOND);
        }
    }

    @Test
    void shouldNeverComeBackToADamagedOneThatIsReadableAgain() throws IOException {
        write(10, "one");
        write(20, "two");
        disk.flipBit(SECOND, 8L * 30);
        assertThat(latestBody()).contains("one");
        disk.flipBit("damaged-" + SECOND, 8L * 30);
        disk.crash();

        assertThat(latestBody()).contains("one");
    }

    @Test
    void shouldHaveNoneIfAllAreDamaged() throws IOException {
        write(10, "one");
        disk.flipBit(FIRST, 8L * 30);
        assertThat(latestBody()).isEmpty();
        assertThat(log.list).hasSize(1);
    }

    @Test
    void shouldKeepTheWholeOneRatherThanTheDamagedOne() throws IOException {
        write(10, "one");
        write(20, "two");
        disk.flipBit(SECOND, 8L * 30);
        Checkpoints restarted = new Checkpoints(directory);
        restarted.latest().orElseThrow().close();

        restarted.write(30, 31, out -> out.writeUTF("three"));

        assertThat(disk.files()).containsExactly(FIRST, SECOND);
        assertThat(latestBody()).contains("three");
    }

    @Test
    void shouldPassOverAnUnfinishedOne() throws IOException {
        write(10, "one");
        assertThatThrownBy(() -> checkpoints.write(20, 21, out -> {
                    out.writeUTF("tw");
                    throw new IOException("stopped half way");
                }))
                .hasMessage("stopped half way");

        assertThat(latestBody()).contains("one");
        write(30, "three");
        assertThat(latestBody()).contains("three");
        assertThat(disk.files()).containsExactly(FIRST, SECOND);
    }

    @Test
    void shouldReportAFailedForce() throws IOException {
        write(10, "one");
        disk.failForce(1);
        assertThatThrownBy(() -> write(20, "two")).isInstanceOf(IOException.class);
        assertThat(disk.files()).contains(FIRST);
    }

    @RepeatedTest(30)
    void shouldHaveTheOldOrTheNewOneWhateverFailsWhileWriting() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SimulatedDisk failing = new SimulatedDisk(seed);
        Checkpoints before = new Checkpoints(failing.root());
        before.write(1, 1, out -> out.writeUTF("old"));
        failing.failOperation(1 + random.nextInt(15), random.nextBoolean() ? Fault.EIO : Fault.ENOSPC);
        boolean failed = false;
        try {
            before.write(2, 2, out -> out.writeUTF("new"));
        } catch (IOException e) {
            failed = true;
        }
        assertThat(failed).as("seed %d", seed).isEqualTo(failing.faultHappened());
        failing.crash();
        Optional<String> found = latestBody(failing);
        if (failed) {
            assertThat(found).as("seed %d", seed).isIn(Optional.of("old"), Optional.of("new"));
        } else {
            assertThat(found).as("seed %d", seed).contains("new");
        }
    }

    @RepeatedTest(20)
    void shouldHaveAWholeOneWheneverPowerIsLost() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SimulatedDisk lossy = new SimulatedDisk(seed);
        int count = random.nextInt(5);
        Checkpoints before = new Checkpoints(lossy.root());
        for (int i = 1; i <= count; i++) {
            String state = "state " + i;
            before.write(i, i, out -> out.writeUTF(state));
        }
        lossy.crash();
        assertThat(latestBody(lossy))
                .as("seed %d", seed)
                .isEqualTo(count == 0 ? Optional.empty() : Optional.of("state " + count));
    }

    @Test
    void shouldStreamAStateLargerThanItsBuffers() throws IOException {
        CheckpointImage image = new CheckpointImage();
        byte[] block = new byte[100_003];
        new Random(7).nextBytes(block);
        for (int i = 0; i < 40; i++) {
            image.writeInt(i);
            image.write(block);
        }
        assertThat(image.length()).isEqualTo(40L * (4 + block.length));

        checkpoints.write(1, 2, image);

        try (Checkpoint latest = checkpoints.latest().orElseThrow()) {
            byte[] read = new byte[block.length];
            for (int i = 0; i < 40; i++) {
                assertThat(latest.body().readInt()).isEqualTo(i);
                latest.body().readFully(read);
                assertThat(read).isEqualTo(block);
            }
        }
    }

    @Test
    void shouldWriteTheSameFromAnImageAsDirectly() throws IOException {
        CheckpointWriter body = out -> {
            for (int i = 0; i < 100_000; i++) {
                out.writeLong(i);
                out.writeByte(i);
            }
        };
        CheckpointImage image = new CheckpointImage();
        body.write(image);
        checkpoints.write(1, 2, body);
        checkpoints.write(1, 2, image);
        assertThat(disk.contents(FIRST)).isEqualTo(disk.contents(SECOND));
    }

    private void write(long position, String state) throws IOException {
        checkpoints.write(position, position + 1, out -> out.writeUTF(state));
    }

    private Optional<String> latestBody() throws IOException {
        return latestBody(disk);
    }

    private static Optional<String> latestBody(SimulatedDisk disk) throws IOException {
        Optional<Checkpoint> latest = new Checkpoints(disk.root()).latest();
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        try (Checkpoint checkpoint = latest.get()) {
            DataInput body = checkpoint.body();
            return Optional.of(body.readUTF());
        }
    }
}
