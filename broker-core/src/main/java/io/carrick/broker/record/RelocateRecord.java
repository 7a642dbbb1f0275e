package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A live message is copied forward so that the segment it lies in can go.
 *
 * <pre>long addressId   long key   message (see {@link MessageBody})</pre>
 */
public final class RelocateRecord extends JournalRecord implements MessageCarrier {
    private final long addressId;
    private final long key;
    private final MessageBody body;

    public RelocateRecord(long timestamp, long addressId, long key, MessageBody body) {
        super(timestamp);
        this.addressId = addressId;
        this.key = key;
        this.body = body;
    }

    @Override
    public long addressId() {
        return addressId;
    }

    public long key() {
        return key;
    }

    @Override
    public MessageBody body() {
        return body;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.RELOCATE;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + Long.BYTES + body.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(addressId);
        target.putLong(key);
        body.write(target);
    }

    static RelocateRecord read(long timestamp, ByteBuffer source) {
        return new RelocateRecord(timestamp, source.getLong(), source.getLong(), MessageBody.read(source));
    }
}
