package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * An address goes, with its subscriptions and messages.
 *
 * <pre>long id   byte onlyIfEmpty</pre>
 */
public final class AddressDeletedRecord extends JournalRecord {
    private final long id;
    private final boolean onlyIfEmpty;

    /** @param onlyIfEmpty whether it stays if something is in it when the record is applied */
    public AddressDeletedRecord(long timestamp, long id, boolean onlyIfEmpty) {
        super(timestamp);
        this.id = id;
        this.onlyIfEmpty = onlyIfEmpty;
    }

    public boolean onlyIfEmpty() {
        return onlyIfEmpty;
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
        return Long.BYTES + 1;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(id).put((byte) (onlyIfEmpty ? 1 : 0));
    }

    static AddressDeletedRecord read(long timestamp, ByteBuffer source) {
        return new AddressDeletedRecord(timestamp, source.getLong(), source.get() != 0);
    }
}
