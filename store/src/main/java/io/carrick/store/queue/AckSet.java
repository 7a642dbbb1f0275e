package io.carrick.store.queue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which sequences of a message queue are settled: all below a watermark, and a compressed set above it. Settling in
 * order moves only the watermark. Sequences are 0 to {@link Long#MAX_VALUE} - 1. Not thread-safe.
 */
public final class AckSet {
    private static final long LOW_MASK = 0xffff_ffffL;

    private long watermark;
    private long cardinalityAbove;
    /** By the upper 32 bits of the sequence; null while nothing is settled above the watermark. */
    private TreeMap<Long, RoaringBitmap> above;

    /** Nothing is settled. */
    public AckSet() {
        this(0);
    }

    /** Exactly the sequences below the watermark are settled. */
    public AckSet(long watermark) {
        requireSequence(watermark);
        this.watermark = watermark;
    }

    private static void requireSequence(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("negative sequence " + sequence);
        }
    }

    /**
     * Settles a sequence.
     *
     * @return false if it was settled before
     */
    public boolean add(long sequence) {
        requireSequence(sequence);
        if (sequence < watermark) {
            return false;
        }
        if (sequence == watermark) {
            watermark++;
            absorb();
            return true;
        }
        return addAbove(sequence);
    }

    private boolean addAbove(long sequence) {
        if (above == null) {
            above = new TreeMap<>();
        }
        boolean added = above.computeIfAbsent(sequence >>> 32, high -> new RoaringBitmap())
                .checkedAdd((int) sequence);
        if (added) {
            cardinalityAbove++;
        }
        return added;
    }

    /** Moves the watermark over what is settled next to it. */
    private void absorb() {
        while (above != null && absorbWithin(above.firstEntry())) {
            if (above.isEmpty()) {
                above = null;
            }
        }
    }

    /** Returns whether the first bitmap was used up, so that the next one may follow on. */
    private boolean absorbWithin(Map.Entry<Long, RoaringBitmap> first) {
        long high = first.getKey();
        RoaringBitmap bitmap = first.getValue();
        if (high != watermark >>> 32 || !bitmap.contains((int) watermark)) {
            return false;
        }
        long from = watermark & LOW_MASK;
        long to = absentFrom(bitmap, from);
        bitmap.remove(from, to);
        cardinalityAbove -= to - from;
        watermark = (high << 32) + to;
        if (bitmap.isEmpty()) {
            above.remove(high);
            return true;
        }
        return false;
    }

    private static long absentFrom(RoaringBitmap bitmap, long from) {
        long absent = bitmap.nextAbsentValue((int) from);
        return absent < from ? LOW_MASK + 1 : absent;
    }

    /** Whether the sequence is settled. */
    public boolean contains(long sequence) {
        if (sequence < watermark) {
            return true;
        }
        if (above == null) {
            return false;
        }
        RoaringBitmap bitmap = above.get(sequence >>> 32);
        return bitmap != null && bitmap.contains((int) sequence);
    }

    /** The lowest sequence that is not settled. */
    public long watermark() {
        return watermark;
    }

    /** Number of settled sequences above the watermark. */
    public long cardinalityAbove() {
        return cardinalityAbove;
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(watermark);
        out.writeInt(above == null ? 0 : above.size());
        if (above != null) {
            for (Map.Entry<Long, RoaringBitmap> entry : above.entrySet()) {
                entry.getValue().runOptimize();
                out.writeLong(entry.getKey());
                entry.getValue().serialize(out);
            }
        }
    }

    public static AckSet read(DataInput in) throws IOException {
        AckSet set = new AckSet(in.readLong());
        int bitmaps = in.readInt();
        if (bitmaps > 0) {
            set.above = new TreeMap<>();
        }
        for (int i = 0; i < bitmaps; i++) {
            long high = in.readLong();
            RoaringBitmap bitmap = new RoaringBitmap();
            bitmap.deserialize(in);
            set.above.put(high, bitmap);
            set.cardinalityAbove += bitmap.getLongCardinality();
        }
        return set;
    }
}
