package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A durable subscription goes, with what waits in it.
 *
 * <pre>long id</pre>
 */
public final class SubscriptionDeletedRecord extends JournalRecord {
    private final long id;

    public SubscriptionDeletedRecord(long timestamp, long id) {
        super(timestamp);
        this.id = id;
    }

    public long id() {
        return id;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.SUBSCRIPTION_DELETED;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(id);
    }

    static SubscriptionDeletedRecord read(long timestamp, ByteBuffer source) {
        return new SubscriptionDeletedRecord(timestamp, source.getLong());
    }
}
