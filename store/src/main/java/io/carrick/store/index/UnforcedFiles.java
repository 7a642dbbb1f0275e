package io.carrick.store.index;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Files written and not yet forced. Thread-safe. */
final class UnforcedFiles {
    private final LogDirectory directory;
    private final List<LogFile> files = new ArrayList<>();

    UnforcedFiles(LogDirectory directory) {
        this.directory = directory;
    }

    synchronized void add(LogFile file) {
        files.add(file);
    }

    void force() throws IOException {
        List<LogFile> taken;
        synchronized (this) {
            taken = List.copyOf(files);
            files.clear();
        }
        for (LogFile file : taken) {
            file.force();
            file.close();
        }
        if (!taken.isEmpty()) {
            directory.force();
        }
    }

    /** Deletes files that are not needed any more; one that is being forced just now may be among them. */
    synchronized void delete(Set<String> names) throws IOException {
        List<LogFile> unneeded =
                files.stream().filter(file -> names.contains(file.name())).toList();
        files.removeAll(unneeded);
        for (LogFile file : unneeded) {
            file.close();
        }
        for (String name : names) {
            if (directory.list().contains(name)) {
                directory.delete(name);
            }
        }
    }

    synchronized void close() throws IOException {
        for (LogFile file : files) {
            file.close();
        }
        files.clear();
    }
}
