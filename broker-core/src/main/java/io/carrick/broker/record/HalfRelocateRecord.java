package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A message of a half message was copied forward, so that the segment it lay in can go.
 *
 * <pre>long addressId   long identity   message (see {@link MessageBody})</pre>
 */
public final class HalfRelocateRecord extends JournalRecord implements MessageCarrier {
    private final long addressId;
    private final long identity;
    private final MessageBody body;
    private final HalfKey key;

    public HalfRelocateRecord(long timestamp, long addressId, long identity, MessageBody body) {
        super(timestamp);
        this.addressId = addressId;
        this.identity = identity;
        this.body = body;
        key = HalfKey.of(body.message().attributes());
    }

    public HalfKey key() {
        return key;
    }

    @Override
    public long addressId() {
        return addressId;
    }

    /** What tells the message from the others of the half message. */
    public long identity() {
        return identity;
    }

    @Override
    public MessageBody body() {
        return body;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.HALF_RELOCATE;
    }

    @Override
    int fieldsSize() {
        return 2 * Long.BYTES + body.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(addressId).putLong(identity);
        body.write(target);
    }

    static HalfRelocateRecord read(long timestamp, ByteBuffer source) {
        return new HalfRelocateRecord(timestamp, source.getLong(), source.getLong(), MessageBody.read(source));
    }
}
