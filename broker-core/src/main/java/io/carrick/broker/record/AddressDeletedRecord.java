package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * An address goes, with its subscriptions and messages.
 *
 * <pre>long id</pre>
 */
public final class AddressDeletedRecord extends JournalRecord {
    private final long id;

    public AddressDeletedRecord(long timestamp, long id) {
        super(timestamp);
        this.id = id;
    }

    public long id() {
        return id;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.ADDRESS_DELETED;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(id);
    }

    static AddressDeletedRecord read(long timestamp, ByteBuffer source) {
        return new AddressDeletedRecord(timestamp, source.getLong());
    }
}
