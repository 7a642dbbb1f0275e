package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A leader takes over. Whatever belonged to connections of the time before ends here: open local transactions are
 * rolled back, unfinished large bodies dropped, and messages that may have been dispatched count as possibly seen.
 *
 * <pre>long epoch</pre>
 */
public final class StartRecord extends JournalRecord {
    private final long epoch;

    public StartRecord(long timestamp, long epoch) {
        super(timestamp);
        this.epoch = epoch;
    }

    public long epoch() {
        return epoch;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.START;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(epoch);
    }

    static StartRecord read(long timestamp, ByteBuffer source) {
        return new StartRecord(timestamp, source.getLong());
    }
}
