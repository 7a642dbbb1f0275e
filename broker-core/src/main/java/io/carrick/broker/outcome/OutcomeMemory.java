package io.carrick.broker.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last outcomes, each for a time at least as long as there are not too many; then the oldest goes first. Takes 32
 * bytes for each: a ring in the order of time, and a hash table with open addressing into it. Changes only by {@link
 * #add}, with the time that comes in, so that it is the same wherever the same is added. Not thread-safe.
 */
public final class OutcomeMemory {
    /** Nothing is remembered. */
    public static final int NONE = -1;

    private static final int CAPACITY_MIN = 64;
    private static final int OUTCOME_BITS = 8;

    private final long keptMillis;
    private final int max;
    private long[] high = new long[CAPACITY_MIN];
    private long[] low = new long[CAPACITY_MIN];
    /** Time and, in the low bits, the outcome. */
    private long[] decided = new long[CAPACITY_MIN];
    /** Places in the ring plus one, 0 where free; at most half full. */
    private int[] table = new int[2 * CAPACITY_MIN];

    private int first;
    private int size;

    /**
     * An empty memory.
     *
     * @param keptMillis how long outcomes are kept
     * @param max how many at most
     */
    public OutcomeMemory(long keptMillis, int max) {
        this.keptMillis = keptMillis;
        this.max = Math.max(1, max);
    }

    /**
     * Remembers an outcome and forgets what is too old then. A second outcome of the same key is not taken.
     *
     * @param outcome 0 to 255
     * @param timeMillis of the decision; not before that of the one before
     */
    public void add(OutcomeKey key, int outcome, long timeMillis) {
        while (size > 0 && timeAt(first) < timeMillis - keptMillis) {
            forgetOldest();
        }
        if (slotOf(key.high(), key.low()) >= 0) {
            return;
        }
        if (size == max) {
            forgetOldest();
        }
        if (size == high.length) {
            grow();
        }
        int place = first + size & high.length - 1;
        size++;
        high[place] = key.high();
        low[place] = key.low();
        decided[place] = timeMillis << OUTCOME_BITS | outcome;
        enter(place);
    }

    /** The outcome, {@link #NONE} if it is not remembered. */
    public int find(OutcomeKey key) {
        int slot = slotOf(key.high(), key.low());
        return slot < 0 ? NONE : (int) decided[table[slot] - 1] & (1 << OUTCOME_BITS) - 1;
    }

    /** When it was decided, milliseconds since the epoch; {@link #NONE} if that is not remembered. */
    public long timeMillis(OutcomeKey key) {
        int slot = slotOf(key.high(), key.low());
        return slot < 0 ? NONE : timeAt(table[slot] - 1);
    }

    /** How many are remembered. */
    public int size() {
        return size;
    }

    private long timeAt(int place) {
        return decided[place] >> OUTCOME_BITS;
    }

    /** The key is evenly distributed, being a hash. */
    private int home(int place) {
        return (int) low[place] & table.length - 1;
    }

    private int slotOf(long wantedHigh, long wantedLow) {
        for (int slot = (int) wantedLow & table.length - 1; table[slot] != 0; slot = slot + 1 & table.length - 1) {
            int place = table[slot] - 1;
            if (low[place] == wantedLow && high[place] == wantedHigh) {
                return slot;
            }
        }
        return NONE;
    }

    private void enter(int place) {
        int slot = home(place);
        while (table[slot] != 0) {
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = place + 1;
    }

    private void forgetOldest() {
        int hole = slotOf(high[first], low[first]);
        first = first + 1 & high.length - 1;
        size--;
        table[hole] = 0;
        close(hole);
    }

    /** Moves back the entries behind a hole that would not be found across it. */
    private void close(int emptied) {
        int hole = emptied;
        for (int slot = hole + 1 & table.length - 1; table[slot] != 0; slot = slot + 1 & table.length - 1) {
            int distanceFromHome = slot - home(table[slot] - 1) & table.length - 1;
            if (distanceFromHome >= (slot - hole & table.length - 1)) {
                table[hole] = table[slot];
                table[slot] = 0;
                hole = slot;
            }
        }
    }

    private void grow() {
        high = unrolled(high);
        low = unrolled(low);
        decided = unrolled(decided);
        first = 0;
        table = new int[2 * high.length];
        for (int place = 0; place < size; place++) {
            enter(place);
        }
    }

    /** The ring from its first element on, with twice the room. */
    private long[] unrolled(long[] ring) {
        long[] larger = new long[2 * ring.length];
        System.arraycopy(ring, first, larger, 0, ring.length - first);
        System.arraycopy(ring, 0, larger, ring.length - first, first);
        return larger;
    }

    /** Writes all, the oldest first. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            int place = first + i & high.length - 1;
            out.writeLong(high[place]);
            out.writeLong(low[place]);
            out.writeLong(decided[place]);
        }
    }

    /** Takes what was written. */
    public void read(DataInput in) throws IOException {
        Arrays.fill(table, 0);
        first = 0;
        size = 0;
        for (int left = in.readInt(); left > 0; left--) {
            OutcomeKey key = new OutcomeKey(in.readLong(), in.readLong());
            long stamp = in.readLong();
            add(key, (int) stamp & (1 << OUTCOME_BITS) - 1, stamp >> OUTCOME_BITS);
        }
    }
}
