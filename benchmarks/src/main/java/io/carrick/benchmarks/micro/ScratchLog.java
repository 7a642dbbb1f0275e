package io.carrick.benchmarks.micro;

import io.carrick.store.CommitLog;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.FileLogDirectory;
import io.carrick.store.file.LogDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A commit log in a directory that is deleted at the end; it keeps a few segments and recycles the others. */
final class ScratchLog implements AutoCloseable {
    private static final CommitLogSettings SETTINGS = new CommitLogSettings(64 << 20, 1L << 30, 64L << 20);

    private final Path path;
    private final LogDirectory directory;
    private final CommitLog log;

    /** The place is on the disk to be measured: the property {@code carrick.bench.dir}, else the working directory. */
    ScratchLog() throws IOException {
        path = Files.createTempDirectory(Path.of(System.getProperty("carrick.bench.dir", ".")), "bench-log");
        directory = FileLogDirectory.at(path);
        log = CommitLog.open(directory, SETTINGS);
    }

    CommitLog log() {
        return log;
    }

    /** Nothing written so far is needed any more. */
    void recycle() {
        log.checkpointed(log.endPosition());
    }

    @Override
    public void close() throws IOException {
        log.close();
        directory.close();
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
