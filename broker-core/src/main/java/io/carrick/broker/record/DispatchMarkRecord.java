package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * From now on any message of that lane with a lower key may have been given to a consumer. Written ahead of
 * dispatch, so that after a crash everything a consumer may have seen is marked as redelivered.
 *
 * <pre>long subscriptionId   int lane   long index</pre>
 */
public final class DispatchMarkRecord extends JournalRecord {
    private final long subscriptionId;
    private final int lane;
    private final long index;

    public DispatchMarkRecord(long timestamp, long subscriptionId, int lane, long index) {
        super(timestamp);
        this.subscriptionId = subscriptionId;
        this.lane = lane;
        this.index = index;
    }

    public long subscriptionId() {
        return subscriptionId;
    }

    public int lane() {
        return lane;
    }

    public long index() {
        return index;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.DISPATCH_MARK;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + Integer.BYTES + Long.BYTES;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(subscriptionId);
        target.putInt(lane);
        target.putLong(index);
    }

    static DispatchMarkRecord read(long timestamp, ByteBuffer source) {
        return new DispatchMarkRecord(timestamp, source.getLong(), source.getInt(), source.getLong());
    }
}
