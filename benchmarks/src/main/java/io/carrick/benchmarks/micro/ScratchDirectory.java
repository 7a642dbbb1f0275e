package io.carrick.benchmarks.micro;

import io.carrick.store.file.FileLogDirectory;
import io.carrick.store.file.LogDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory that is deleted when it is closed. It is on the disk to be measured: below the directory that the property
 * {@code carrick.bench.dir} names, else below the working directory.
 */
final class ScratchDirectory implements AutoCloseable {
    private final Path path;
    private final LogDirectory directory;

    ScratchDirectory() throws IOException {
        path = Files.createTempDirectory(Path.of(System.getProperty("carrick.bench.dir", ".")), "scratch-");
        directory = FileLogDirectory.at(path);
    }

    LogDirectory directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        directory.close();
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
