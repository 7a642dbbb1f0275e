package io.carrick.store.index;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The newest entries, in the order of arrival, chained by hash. One thread adds, any number read: an entry is complete
 * before the head of its chain names it.
 */
final class MemoryRun {
    private static final int NONE = -1;

    private final long[] hashes;
    private final long[] timestamps;
    private final long[] positions;
    private final int[] sizes;
    /** The entry before in the same chain. */
    private final int[] before;
    /** Newest entry of each chain, plus one. */
    private final AtomicIntegerArray heads;

    private int count;

    MemoryRun(int capacity) {
        hashes = new long[capacity];
        timestamps = new long[capacity];
        positions = new long[capacity];
        sizes = new int[capacity];
        before = new int[capacity];
        heads = new AtomicIntegerArray(Integer.highestOneBit(Math.max(1, capacity)));
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == hashes.length;
    }

    long hash(int entry) {
        return hashes[entry];
    }

    long timestamp(int entry) {
        return timestamps[entry];
    }

    long position(int entry) {
        return positions[entry];
    }

    int size(int entry) {
        return sizes[entry];
    }

    void add(long hash, long timestamp, long position, int size) {
        hashes[count] = hash;
        timestamps[count] = timestamp;
        positions[count] = position;
        sizes[count] = size;
        int chain = chain(hash);
        before[count] = heads.getPlain(chain) - 1;
        heads.setRelease(chain, ++count);
    }

    private int chain(long hash) {
        return (int) KeyHash.mix(hash) & heads.length() - 1;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(count);
        for (int entry = 0; entry < count; entry++) {
            out.writeLong(hashes[entry]);
            out.writeLong(timestamps[entry]);
            out.writeLong(positions[entry]);
            out.writeInt(sizes[entry]);
        }
    }

    /** What was written; has room for at least {@code capacity} entries. */
    static MemoryRun read(DataInput in, int capacity) throws IOException {
        int count = in.readInt();
        MemoryRun run = new MemoryRun(Math.max(count, capacity));
        for (int left = count; left > 0; left--) {
            run.add(in.readLong(), in.readLong(), in.readLong(), in.readInt());
        }
        return run;
    }

    /** Offers matching entries, newest first. */
    void find(IndexQuery query) {
        int entry = heads.getAcquire(chain(query.hash())) - 1;
        while (entry != NONE && !query.isFull()) {
            query.offer(hashes[entry], timestamps[entry], positions[entry], sizes[entry]);
            entry = before[entry];
        }
    }
}
