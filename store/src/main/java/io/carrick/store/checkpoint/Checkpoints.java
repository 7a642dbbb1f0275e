package io.carrick.store.checkpoint;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints in a directory: files numbered in the order they were made, of which the last two stay. A new one is
 * written under another name, forced, and only then takes its place; whenever the machine stops, the newest complete
 * one is there. Not thread-safe.
 */
public final class Checkpoints {
    /** Checkpoints kept: what any of them refers to, the log included, must be kept as well. */
    public static final int KEPT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String TEMPORARY = "checkpoint.tmp";
    private static final String PREFIX = "checkpoint-";
    private static final String DAMAGED = "damaged-";

    private final LogDirectory directory;
    /** The newest one known to be whole; null if unknown. */
    private String valid;

    public Checkpoints(LogDirectory dir) {
        this.directory = dir;
    }

    /**
     * Makes a checkpoint of the state at a place in the log. When this returns, the checkpoint is durable.
     *
     * @param logPosition from which to replay
     * @param logIndex kept with it
     * @param body writes the state; may be long
     */
    public void write(long logPosition, long logIndex, CheckpointWriter body) throws IOException {
        List<String> names = names();
        if (directory.list().contains(TEMPORARY)) {
            directory.delete(TEMPORARY);
        }
        try (LogFile file = directory.create(TEMPORARY)) {
            CheckpointFile.write(file, logPosition, logIndex, body);
        }
        String name = nameAfter(names);
        directory.rename(TEMPORARY, name);
        directory.force();
        deleteBut(name, valid == null && !names.isEmpty() ? names.get(0) : valid);
        valid = name;
    }

    /** Makes a checkpoint of a state that was collected before, possibly by another thread. */
    public void write(long logPosition, long logIndex, CheckpointImage image) throws IOException {
        write(logPosition, logIndex, out -> image.writeTo((DataOutputStream) out));
    }

    /** Newest first. */
    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : directory.list()) {
            if (name.startsWith(PREFIX)) {
                names.add(name);
            }
        }
        names.sort(Collections.reverseOrder());
        return names;
    }

    private static String nameAfter(List<String> names) {
        long last = names.isEmpty() ? 0 : Long.parseLong(names.get(0).substring(PREFIX.length()));
        return String.format("%s%020d", PREFIX, last + 1);
    }

    private void deleteBut(String newest, String before) throws IOException {
        for (String name : names()) {
            if (!name.equals(newest) && !name.equals(before)) {
                directory.delete(name);
            }
        }
        for (String name : directory.list()) {
            if (name.startsWith(DAMAGED)) {
                directory.delete(name);
            }
        }
    }

    /**
     * The newest whole checkpoint. A damaged one is reported to the log and set aside under another name until the next
     * one is written: once work has gone on from an older state, it must never be taken again, should it turn out to be
     * readable after all. Empty if there is none: then the log must be replayed from its beginning, and if that is
     * gone, the state is lost.
     */
    public Optional<Checkpoint> latest() throws IOException {
        for (String name : names()) {
            LogFile file = directory.open(name);
            String fault = CheckpointFile.fault(file);
            if (fault == null) {
                valid = name;
                return Optional.of(CheckpointFile.open(file));
            }
            file.close();
            LOG.warn("Checkpoint {} is damaged: {}. Using the one before.", name, fault);
            directory.rename(name, DAMAGED + name);
            directory.force();
        }
        return Optional.empty();
    }

    /**
     * The lowest log position that a kept checkpoint replays from: the log must be kept from there on. 0 if there is
     * no checkpoint, or the header of one is damaged.
     */
    public long oldestPosition() throws IOException {
        long oldest = Long.MAX_VALUE;
        for (String name : names()) {
            try (LogFile file = directory.open(name)) {
                oldest = Math.min(oldest, CheckpointFile.position(file));
            }
        }
        return oldest == Long.MAX_VALUE ? 0 : oldest;
    }
}
