package io.carrick.broker.core;

import static org.assertj.core.api.Assertions.fail;

import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.RecordKind;
import io.carrick.store.CommitLog;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A wrong variant of the broker, to see whether a test finds it: one that, at each start, has the log read as if some
 * records were others, or were not there. It keeps no checkpoints, so that everything is read.
 */
final class PlantedFault {
    /** The broker as it is. */
    static final PlantedFault NONE = new PlantedFault(null);

    private static final int SEEDS_MAX = 40;
    private static final CommitLogSettings LOG = new CommitLogSettings(1 << 20, 0, 1 << 20);

    private final UnaryOperator<JournalRecord> misread;

    private PlantedFault(UnaryOperator<JournalRecord> misread) {
        this.misread = misread;
    }

    /** @param misread gives the record that is read instead; null for none */
    static PlantedFault misreading(UnaryOperator<JournalRecord> misread) {
        return new PlantedFault(misread);
    }

    /**
     * Runs a test with one seed after the other until it fails, as it must; with the same seed and no fault, all else being
     * the same, it must not.
     */
    void mustBeFoundBy(ModelTest test) throws Throwable {
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            if (fails(test, seed)) {
                test.with(seed, new PlantedFault(record -> record));
                return;
            }
        }
        fail("The planted fault was not found within " + SEEDS_MAX + " seeds");
    }

    private boolean fails(ModelTest test, long seed) throws Throwable {
        try {
            test.with(seed, this);
            return false;
        } catch (AssertionError found) {
            return true;
        }
    }

    /** One run of a test against the broker with a fault. */
    @FunctionalInterface
    interface ModelTest {
        void with(long seed, PlantedFault fault) throws Throwable;
    }

    /** The log for brokers of the test, given the usual one. */
    CommitLogSettings log(CommitLogSettings usual) {
        return misread == null ? usual : LOG;
    }

    /** What the next broker finds on the disk of the one before. */
    SimulatedDisk between(SimulatedDisk disk) throws IOException {
        if (misread == null) {
            return disk;
        }
        SimulatedDisk next = new SimulatedDisk(disk.operations());
        try (CommitLog from = CommitLog.open(disk.root().directory("log"), LOG);
                CommitLog to = CommitLog.open(next.root().directory("log"), LOG)) {
            List<JournalRecord> records = new ArrayList<>();
            from.replay(from.firstPosition(), (position, size, index, type, timestamp, body) -> {
                JournalRecord read = misread.apply(RecordKind.decode(timestamp, body));
                if (read != null) {
                    records.add(read);
                }
            });
            to.append(records);
        }
        return next;
    }
}
