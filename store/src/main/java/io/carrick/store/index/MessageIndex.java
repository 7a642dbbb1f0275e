package io.carrick.store.index;

import io.carrick.store.checkpoint.ExtentFiles;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Finds messages by the hash of a key and a range of time. Entries are collected in memory and written as sorted runs
 * that never change, one behind the other in files; a search looks at the runs whose time overlaps, newest first, with
 * one small read per run that does not have the hash.
 *
 * <p>One thread adds, drops, writes and closes; any number of threads search meanwhile, and one may force. Positions
 * must not descend from one {@link #add} to the next. The index may be ahead of what is replayed: what it knows already
 * is not added twice.
 */
public final class MessageIndex implements Closeable {
    /** Receives what a search finds. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param timestamp as added, milliseconds since the epoch
         * @param position of the record in the commit log
         * @param size of the record in bytes
         */
        void found(long timestamp, long position, int size);
    }

    private static final String SUFFIX = ".runs";

    /** What a search sees; replaced as a whole. The next run goes to {@code file} at {@code offset}. */
    private record View(List<IndexRun> runs, MemoryRun newest, long firstPosition, int file, long offset) {
        /** Files before are not needed any more. */
        int firstFile() {
            return runs.isEmpty() ? file : runs.get(0).summary().file();
        }
    }

    private final MessageIndexSettings settings;
    private final ExtentFiles files;
    /** Searches hold it shared, so that no file is closed under them. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    private volatile View view;
    private long lastPosition = -1;
    /** Hashes added for the last position. */
    private long[] lastHashes = new long[4];

    private int lastCount;

    /** Starts empty: files left in the directory are deleted. */
    public MessageIndex(LogDirectory dir) throws IOException {
        this(dir, MessageIndexSettings.defaults());
    }

    public MessageIndex(LogDirectory dir, MessageIndexSettings settings) throws IOException {
        this(
                new ExtentFiles(dir, SUFFIX),
                settings,
                new View(List.of(), new MemoryRun(settings.runEntries()), 0, 0, 0));
        files.deleteIf(file -> true);
    }

    private MessageIndex(ExtentFiles files, MessageIndexSettings settings, View view) {
        this.files = files;
        this.settings = settings;
        this.view = view;
    }

    /** The hash to index a key by: FNV-1a 64 over its UTF-8 bytes, finished as in MurmurHash3. It never changes. */
    public static long hash(String key) {
        return KeyHash.of(key);
    }

    /** The hash of a key that is UTF-8 already. */
    public static long hash(byte[] utf8) {
        return KeyHash.of(utf8);
    }

    /** Adds an entry; without effect if it, or a later position, was added before. */
    public void add(long keyHash, long timestamp, long position, int size) throws IOException {
        if (position < lastPosition) {
            return;
        }
        if (position > lastPosition) {
            lastCount = 0;
            lastPosition = position;
        }
        if (!remember(keyHash)) {
            return;
        }
        if (view.newest().isFull()) {
            writeRun();
        }
        view.newest().add(keyHash, timestamp, position, size);
    }

    /** False if it was added for the last position before. */
    private boolean remember(long keyHash) {
        for (int i = 0; i < lastCount; i++) {
            if (lastHashes[i] == keyHash) {
                return false;
            }
        }
        if (lastCount == lastHashes.length) {
            lastHashes = Arrays.copyOf(lastHashes, 2 * lastCount);
        }
        lastHashes[lastCount++] = keyHash;
        return true;
    }

    private void writeRun() throws IOException {
        View old = view;
        RunSummary summary = RunSummary.of(old.file(), old.offset(), old.newest());
        LogFile file = files.forWriting(old.file());
        new RunWriter(old.newest()).write(file, summary);
        files.written(file);
        List<IndexRun> runs = new ArrayList<>(old.runs());
        runs.add(new IndexRun(files, summary));
        boolean isFull = summary.end() >= settings.fileBytes();
        view = new View(
                List.copyOf(runs),
                new MemoryRun(settings.runEntries()),
                old.firstPosition(),
                isFull ? old.file() + 1 : old.file(),
                isFull ? 0 : summary.end());
    }

    /**
     * Finds entries, the latest position first.
     *
     * @param fromMillis earliest timestamp, inclusive
     * @param toMillis latest timestamp, inclusive
     * @param max entries at most
     * @throws CorruptIndexException if a run on disk is damaged
     */
    public void find(long keyHash, long fromMillis, long toMillis, int max, Sink sink) throws IOException {
        closing.readLock().lock();
        try {
            View seen = view;
            IndexQuery query = new IndexQuery(keyHash, fromMillis, toMillis, seen.firstPosition(), max, sink);
            seen.newest().find(query);
            for (int i = seen.runs().size() - 1; i >= 0 && !query.isFull(); i--) {
                seen.runs().get(i).find(query);
            }
        } finally {
            closing.readLock().unlock();
        }
    }

    /**
     * The log before that position is gone: its entries are not found any more. Files of nothing else are deleted by
     * the next {@link #force}.
     */
    public void dropBefore(long position) {
        View old = view;
        List<IndexRun> kept = old.runs().stream()
                .filter(run -> run.summary().maxPosition() >= position)
                .toList();
        view = new View(kept, old.newest(), Math.max(position, old.firstPosition()), old.file(), old.offset());
    }

    /** When this returns, every run written before is durable. One thread at a time, any thread. */
    public void force() throws IOException {
        int firstFile = view.firstFile();
        closing.writeLock().lock();
        try {
            files.deleteIf(file -> file < firstFile);
        } finally {
            closing.writeLock().unlock();
        }
        files.force();
    }

    /**
     * Writes the index: runs by place, the newest entries themselves. {@link #force} must come between this and making
     * the checkpoint durable.
     */
    public void write(DataOutput out) throws IOException {
        View seen = view;
        out.writeLong(seen.firstPosition());
        out.writeInt(seen.file());
        out.writeLong(seen.offset());
        out.writeInt(seen.runs().size());
        for (IndexRun run : seen.runs()) {
            run.summary().write(out);
        }
        seen.newest().write(out);
        out.writeLong(lastPosition);
        out.writeInt(lastCount);
        for (int i = 0; i < lastCount; i++) {
            out.writeLong(lastHashes[i]);
        }
    }

    /**
     * The index as it was written. Runs written later are made again by replay, in the same place. Call
     * {@link #dropBefore} with the log's first position next: files of a checkpoint may have been dropped after it.
     */
    public static MessageIndex read(DataInput in, LogDirectory dir, MessageIndexSettings settings) throws IOException {
        ExtentFiles files = new ExtentFiles(dir, SUFFIX);
        long firstPosition = in.readLong();
        int file = in.readInt();
        long offset = in.readLong();
        List<IndexRun> runs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            runs.add(new IndexRun(files, RunSummary.read(in)));
        }
        MemoryRun newest = MemoryRun.read(in, settings.runEntries());
        View view = new View(List.copyOf(runs), newest, firstPosition, file, offset);
        MessageIndex index = new MessageIndex(files, settings, view);
        index.lastPosition = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            index.remember(in.readLong());
        }
        files.deleteIf(number -> number > file);
        return index;
    }

    @Override
    public void close() throws IOException {
        View old = view;
        view = new View(List.of(), old.newest(), old.firstPosition(), old.file(), old.offset());
        closing.writeLock().lock();
        try {
            files.close();
        } finally {
            closing.writeLock().unlock();
        }
    }
}
