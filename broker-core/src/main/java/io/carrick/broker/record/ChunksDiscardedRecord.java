package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A large message will not be completed.
 *
 * <pre>long largeBodyId</pre>
 */
public final class ChunksDiscardedRecord extends JournalRecord {
    private final long largeBodyId;

    public ChunksDiscardedRecord(long timestamp, long largeBodyId) {
        super(timestamp);
        this.largeBodyId = largeBodyId;
    }

    public long largeBodyId() {
        return largeBodyId;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.CHUNKS_DISCARDED;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(largeBodyId);
    }

    static ChunksDiscardedRecord read(long timestamp, ByteBuffer source) {
        return new ChunksDiscardedRecord(timestamp, source.getLong());
    }
}
