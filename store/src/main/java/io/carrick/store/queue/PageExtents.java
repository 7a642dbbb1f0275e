package io.carrick.store.queue;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;

/** The files that pages lie in, opened when first needed. {@link #force} may run beside everything else. */
final class PageExtents implements Closeable {
    private static final String SUFFIX = ".pages";

    private final LogDirectory directory;
    private final Map<Integer, LogFile> open = new ConcurrentHashMap<>();
    private final Set<LogFile> dirty = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean directoryDirty = new AtomicBoolean();

    PageExtents(LogDirectory directory) {
        this.directory = directory;
    }

    static String name(int extent) {
        return String.format("%08d%s", extent, SUFFIX);
    }

    LogFile forReading(int extent) throws IOException {
        LogFile file = open.get(extent);
        if (file == null) {
            file = directory.open(name(extent));
            open.put(extent, file);
        }
        return file;
    }

    LogFile forWriting(int extent) throws IOException {
        LogFile file = open.get(extent);
        if (file == null) {
            file = openOrCreate(extent);
            open.put(extent, file);
        }
        return file;
    }

    private LogFile openOrCreate(int extent) throws IOException {
        try {
            return directory.open(name(extent));
        } catch (NoSuchFileException e) {
            directoryDirty.set(true);
            return directory.create(name(extent));
        }
    }

    void written(LogFile file) {
        dirty.add(file);
    }

    void force() throws IOException {
        for (LogFile file : dirty) {
            // Removed first: a write that comes during the flush makes it dirty again.
            dirty.remove(file);
            file.force();
        }
        if (directoryDirty.getAndSet(false)) {
            directory.force();
        }
    }

    /** Deletes the files of extents that no page needs. */
    void deleteIf(IntPredicate unneeded) throws IOException {
        for (String name : directory.list()) {
            if (name.endsWith(SUFFIX)) {
                int extent = Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
                if (unneeded.test(extent)) {
                    delete(extent);
                }
            }
        }
    }

    private void delete(int extent) throws IOException {
        LogFile file = open.remove(extent);
        if (file != null) {
            dirty.remove(file);
            file.close();
        }
        directory.delete(name(extent));
        directoryDirty.set(true);
    }

    @Override
    public void close() throws IOException {
        for (LogFile file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
