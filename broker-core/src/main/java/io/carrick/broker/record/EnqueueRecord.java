package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A message enters an address.
 *
 * <pre>long addressId   message (see {@link MessageBody})</pre>
 */
public final class EnqueueRecord extends JournalRecord implements MessageCarrier {
    private final long addressId;
    private final MessageBody body;

    public EnqueueRecord(long timestamp, long addressId, MessageBody body) {
        super(timestamp);
        this.addressId = addressId;
        this.body = body;
    }

    @Override
    public long addressId() {
        return addressId;
    }

    @Override
    public MessageBody body() {
        return body;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.ENQUEUE;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + body.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(addressId);
        body.write(target);
    }

    static EnqueueRecord read(long timestamp, ByteBuffer source) {
        return new EnqueueRecord(timestamp, source.getLong(), MessageBody.read(source));
    }
}
