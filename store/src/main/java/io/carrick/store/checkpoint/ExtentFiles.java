package io.carrick.store.checkpoint;

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

/**
 * Numbered files that a checkpoint refers to, opened when first needed. {@link #force} goes before the checkpoint.
 * Thread-safe for one writer, readers and one thread that forces; a file must not be deleted while another thread may
 * read or force it.
 */
public final class ExtentFiles implements Closeable {
    private final LogDirectory directory;
    private final String suffix;
    private final Map<Integer, LogFile> open = new ConcurrentHashMap<>();
    private final Set<LogFile> dirty = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean directoryDirty = new AtomicBoolean();

    /**
     * @param suffix that the names of these files, and of no others in the directory, end with
     */
    public ExtentFiles(LogDirectory dir, String suffix) {
        this.directory = dir;
        this.suffix = suffix;
    }

    private String name(int number) {
        return String.format("%08d%s", number, suffix);
    }

    /** The file of that number; {@link NoSuchFileException} if there is none. */
    public LogFile forReading(int number) throws IOException {
        LogFile file = open.get(number);
        return file == null ? opened(number, directory.open(name(number))) : file;
    }

    /** The file of that number, created if there is none. Tell {@link #written} after each write. */
    public LogFile forWriting(int number) throws IOException {
        LogFile file = open.get(number);
        return file == null ? opened(number, openOrCreate(number)) : file;
    }

    private LogFile openOrCreate(int number) throws IOException {
        try {
            return directory.open(name(number));
        } catch (NoSuchFileException e) {
            LogFile file = directory.create(name(number));
            // Afterwards: a force that runs meanwhile must not take the mark without the file.
            directoryDirty.set(true);
            return file;
        }
    }

    /** Keeps an opened file, unless another thread was first. */
    private LogFile opened(int number, LogFile file) throws IOException {
        LogFile first = open.putIfAbsent(number, file);
        if (first == null) {
            return file;
        }
        file.close();
        return first;
    }

    /** The file was written to and needs forcing. */
    public void written(LogFile file) {
        dirty.add(file);
    }

    /** When this returns, everything written before, and the existence of the files, is durable. */
    public void force() throws IOException {
        for (LogFile file : dirty) {
            // Removed first: a write that comes during the flush makes it dirty again.
            dirty.remove(file);
            file.force();
        }
        if (directoryDirty.getAndSet(false)) {
            directory.force();
        }
    }

    /** Deletes the files of those numbers; durable after {@link #force}. */
    public void deleteIf(IntPredicate unneeded) throws IOException {
        for (String name : directory.list()) {
            if (name.endsWith(suffix)) {
                int number = Integer.parseInt(name.substring(0, name.length() - suffix.length()));
                if (unneeded.test(number)) {
                    delete(number);
                }
            }
        }
    }

    private void delete(int number) throws IOException {
        LogFile file = open.remove(number);
        if (file != null) {
            dirty.remove(file);
            file.close();
        }
        directory.delete(name(number));
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
