package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A message is kept, invisible, until the outcome of its transaction.
 *
 * <pre>long transactionId   long addressId   message (see {@link MessageBody})</pre>
 */
public final class StageRecord extends JournalRecord implements MessageCarrier {
    private final long transactionId;
    private final long addressId;
    private final MessageBody body;

    public StageRecord(long timestamp, long transactionId, long addressId, MessageBody body) {
        super(timestamp);
        this.transactionId = transactionId;
        this.addressId = addressId;
        this.body = body;
    }

    public long transactionId() {
        return transactionId;
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
        return RecordKind.STAGE;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + Long.BYTES + body.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(transactionId);
        target.putLong(addressId);
        body.write(target);
    }

    static StageRecord read(long timestamp, ByteBuffer source) {
        return new StageRecord(timestamp, source.getLong(), source.getLong(), MessageBody.read(source));
    }
}
