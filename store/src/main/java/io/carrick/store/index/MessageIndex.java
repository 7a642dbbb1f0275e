package io.carrick.store.index;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * Finds messages by the hash of a key and a range of time. Entries are collected in memory and written as sorted runs,
 * each a file that never changes; a search looks at the runs whose time overlaps, newest first, with one small read
 * per run that does not have the hash.
 *
 * <p>One thread adds, drops, writes and closes; any number of threads search meanwhile. Positions must not descend from
 * one {@link #add} to the next. The index may be ahead of a checkpoint that is replayed: what it knows already is not
 * added twice.
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

    private static final String SUFFIX = ".run";

    /** What a search sees; replaced as a whole. */
    private record View(List<IndexRun> runs, MemoryRun newest, long firstPosition) {}

    private final LogDirectory directory;
    private final MessageIndexSettings settings;
    /** Searches hold it shared, so that no file is closed under them. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    private volatile View view;
    private long runNumber;
    private long lastPosition = -1;
    /** Hashes added for the last position. */
    private final Set<Long> lastHashes = new HashSet<>();

    private final UnforcedFiles unforced;

    /** Starts empty: runs left in the directory are deleted. */
    public MessageIndex(LogDirectory dir) throws IOException {
        this(dir, MessageIndexSettings.defaults());
    }

    public MessageIndex(LogDirectory dir, MessageIndexSettings settings) throws IOException {
        this(dir, settings, new View(List.of(), new MemoryRun(settings.runEntries()), 0));
    }

    private MessageIndex(LogDirectory dir, MessageIndexSettings settings, View view) throws IOException {
        this.directory = dir;
        this.settings = settings;
        this.view = view;
        this.unforced = new UnforcedFiles(dir);
        deleteRunsBut(view.runs());
    }

    private void deleteRunsBut(List<IndexRun> runs) throws IOException {
        Set<String> needed = new HashSet<>();
        runs.forEach(run -> needed.add(run.summary().fileName()));
        for (String name : directory.list()) {
            if (name.endsWith(SUFFIX) && !needed.contains(name)) {
                directory.delete(name);
            }
        }
    }

    /** The hash to index a key by: FNV-1a 64 over its UTF-8 bytes, finished as in MurmurHash3. It never changes. */
    public static long hash(String key) {
        return KeyHash.of(key);
    }

    /** Adds an entry; without effect if it, or a later position, was added before. */
    public void add(long keyHash, long timestamp, long position, int size) throws IOException {
        if (position < lastPosition) {
            return;
        }
        if (position > lastPosition) {
            lastHashes.clear();
            lastPosition = position;
        }
        if (!lastHashes.add(keyHash)) {
            return;
        }
        if (view.newest().isFull()) {
            writeRun();
        }
        view.newest().add(keyHash, timestamp, position, size);
    }

    private void writeRun() throws IOException {
        View old = view;
        RunSummary summary = RunSummary.of(++runNumber, old.newest());
        LogFile file = directory.create(summary.fileName());
        new RunWriter(old.newest()).write(file);
        unforced.add(file);
        List<IndexRun> runs = new ArrayList<>(old.runs());
        runs.add(new IndexRun(directory, summary));
        view = new View(List.copyOf(runs), new MemoryRun(settings.runEntries()), old.firstPosition());
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

    /** The log before that position is gone: its entries are not found any more, runs of nothing else are deleted. */
    public void dropBefore(long position) throws IOException {
        View old = view;
        List<IndexRun> kept = new ArrayList<>();
        List<IndexRun> gone = new ArrayList<>();
        for (IndexRun run : old.runs()) {
            (run.summary().maxPosition() < position ? gone : kept).add(run);
        }
        view = new View(List.copyOf(kept), old.newest(), Math.max(position, old.firstPosition()));
        closing.writeLock().lock();
        try {
            for (IndexRun run : gone) {
                run.close();
            }
        } finally {
            closing.writeLock().unlock();
        }
        unforced.delete(gone.stream().map(run -> run.summary().fileName()).collect(Collectors.toSet()));
    }

    /** When this returns, every run written before is durable. May be called from any thread. */
    public void force() throws IOException {
        unforced.force();
    }

    /** Writes the index: runs by name, the newest entries themselves. {@link #force} must precede its use. */
    public void write(DataOutput out) throws IOException {
        View seen = view;
        out.writeLong(runNumber);
        out.writeLong(seen.firstPosition());
        out.writeInt(seen.runs().size());
        for (IndexRun run : seen.runs()) {
            run.summary().write(out);
        }
        MemoryRun newest = seen.newest();
        out.writeInt(newest.count());
        for (int entry = 0; entry < newest.count(); entry++) {
            out.writeLong(newest.hash(entry));
            out.writeLong(newest.timestamp(entry));
            out.writeLong(newest.position(entry));
            out.writeInt(newest.size(entry));
        }
        out.writeLong(lastPosition);
        out.writeInt(lastHashes.size());
        for (long hash : lastHashes) {
            out.writeLong(hash);
        }
    }

    /**
     * The index as it was written. Runs written later are deleted, to be made again by replay. Call {@link #dropBefore}
     * with the log's first position next: runs of a checkpoint may have been dropped after it.
     */
    public static MessageIndex read(DataInput in, LogDirectory dir, MessageIndexSettings settings) throws IOException {
        long runNumber = in.readLong();
        long firstPosition = in.readLong();
        List<IndexRun> runs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            runs.add(new IndexRun(dir, RunSummary.read(in)));
        }
        int count = in.readInt();
        MemoryRun newest = new MemoryRun(Math.max(count, settings.runEntries()));
        for (int left = count; left > 0; left--) {
            newest.add(in.readLong(), in.readLong(), in.readLong(), in.readInt());
        }
        View view = new View(List.copyOf(runs), newest, firstPosition);
        MessageIndex index = new MessageIndex(dir, settings, view);
        index.runNumber = runNumber;
        index.lastPosition = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            index.lastHashes.add(in.readLong());
        }
        return index;
    }

    @Override
    public void close() throws IOException {
        View old = view;
        view = new View(List.of(), old.newest(), old.firstPosition());
        closing.writeLock().lock();
        try {
            for (IndexRun run : old.runs()) {
                run.close();
            }
        } finally {
            closing.writeLock().unlock();
        }
        unforced.close();
    }
}
