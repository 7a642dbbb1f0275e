package io.carrick.store.queue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;

/**
 * Which pages may be written. A page is taken while it is used now, or by one of the two checkpoints that are kept, or
 * by the one being written: a restart from any of them must find it as it was. Every checkpoint begins an epoch;
 * a page's id carries the epoch that wrote it, so that stale contents are told from current ones.
 */
final class PageAllocation {
    private static final int SLOT_BITS = 40;
    private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
    private static final int EPOCH_MASK = (1 << 23) - 1;

    private final BitSet used;
    private BitSet previous;
    private BitSet durable;
    private BitSet pending;
    private int epoch;
    /** No page below is allocatable. */
    private int hint;

    PageAllocation() {
        this(0, new BitSet(), new BitSet());
    }

    private PageAllocation(int epoch, BitSet used, BitSet previous) {
        this.epoch = epoch;
        this.used = used;
        this.durable = (BitSet) used.clone();
        this.previous = previous;
    }

    static int slot(long id) {
        return (int) (id & SLOT_MASK);
    }

    long allocate() {
        int slot = hint;
        while (isTaken(slot)) {
            slot = nextClear(slot);
        }
        used.set(slot);
        hint = slot + 1;
        return (long) epoch << SLOT_BITS | slot;
    }

    private int nextClear(int from) {
        int slot = previous.nextClearBit(durable.nextClearBit(used.nextClearBit(from)));
        return pending == null ? slot : pending.nextClearBit(slot);
    }

    private boolean isProtected(int slot) {
        return durable.get(slot) || previous.get(slot) || (pending != null && pending.get(slot));
    }

    boolean isTaken(int slot) {
        return used.get(slot) || isProtected(slot);
    }

    /** Whether a page of {@code [from, to)} is taken. */
    boolean isAnyTaken(int from, int to) {
        int slot = from;
        while (slot < to && !isTaken(slot)) {
            slot++;
        }
        return slot < to;
    }

    void free(long id) {
        int slot = slot(id);
        if (!used.get(slot)) {
            throw new IllegalArgumentException("page " + slot + " is not in use");
        }
        used.clear(slot);
        if (!isProtected(slot)) {
            hint = Math.min(hint, slot);
        }
    }

    boolean isUsed(long id) {
        return used.get(slot(id));
    }

    int usedCount() {
        return used.cardinality();
    }

    void checkpointBegun() {
        if (pending != null) {
            // Not told what became of the checkpoint before: it may be durable, or the one before it still the newest.
            durable.or(pending);
        }
        pending = (BitSet) used.clone();
        epoch = (epoch + 1) & EPOCH_MASK;
    }

    void checkpointDurable() {
        if (pending == null) {
            throw new IllegalStateException("no checkpoint was begun");
        }
        previous = durable;
        durable = pending;
        pending = null;
        hint = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(epoch);
        writeBits(out, used);
        writeBits(out, durable);
    }

    /** The allocation as of a checkpoint: pages taken later are free again. */
    static PageAllocation read(DataInput in) throws IOException {
        int epoch = (in.readInt() + 1) & EPOCH_MASK;
        BitSet used = readBits(in);
        return new PageAllocation(epoch, used, readBits(in));
    }

    private static void writeBits(DataOutput out, BitSet bits) throws IOException {
        long[] words = bits.toLongArray();
        out.writeInt(words.length);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    private static BitSet readBits(DataInput in) throws IOException {
        long[] words = new long[in.readInt()];
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readLong();
        }
        return BitSet.valueOf(words);
    }
}
