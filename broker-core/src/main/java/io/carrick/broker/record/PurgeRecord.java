package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * All messages of one lane of a subscription below an index are done with, but for those that consumers hold.
 *
 * <pre>long subscriptionId   int lane   long end   int count   long[count] keys that stay</pre>
 */
public final class PurgeRecord extends JournalRecord {
    private final long subscriptionId;
    private final int lane;
    private final long end;
    private final long[] kept;

    public PurgeRecord(long timestamp, long subscriptionId, int lane, long end, long[] kept) {
        super(timestamp);
        this.subscriptionId = subscriptionId;
        this.lane = lane;
        this.end = end;
        this.kept = kept;
    }

    public long subscriptionId() {
        return subscriptionId;
    }

    public int lane() {
        return lane;
    }

    public long end() {
        return end;
    }

    public long[] kept() {
        return kept;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.PURGE;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + kept.length * Long.BYTES;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(subscriptionId);
        target.putInt(lane);
        target.putLong(end);
        target.putInt(kept.length);
        for (long one : kept) {
            target.putLong(one);
        }
    }

    static PurgeRecord read(long timestamp, ByteBuffer source) {
        long subscriptionId = source.getLong();
        int lane = source.getInt();
        long end = source.getLong();
        long[] kept = new long[source.getInt()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = source.getLong();
        }
        return new PurgeRecord(timestamp, subscriptionId, lane, end, kept);
    }
}
