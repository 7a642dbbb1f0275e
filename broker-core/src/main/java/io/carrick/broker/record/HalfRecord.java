package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A half message, or one more message of it, is kept invisible until its outcome; which one it is, the message says.
 *
 * <pre>long addressId   long identity   long checkAt   message (see {@link MessageBody})</pre>
 */
public final class HalfRecord extends JournalRecord implements MessageCarrier {
    private final long addressId;
    private final long identity;
    private final long checkAtMillis;
    private final MessageBody body;
    private final HalfKey key;

    /**
     * @param identity what tells the message from the others of the half message
     * @param checkAtMillis when the group is to be asked; of the first message only
     */
    public HalfRecord(long timestamp, long addressId, long identity, long checkAtMillis, MessageBody body) {
        super(timestamp);
        this.addressId = addressId;
        this.identity = identity;
        this.checkAtMillis = checkAtMillis;
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

    public long identity() {
        return identity;
    }

    public long checkAtMillis() {
        return checkAtMillis;
    }

    @Override
    public MessageBody body() {
        return body;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.HALF;
    }

    @Override
    int fieldsSize() {
        return 3 * Long.BYTES + body.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(addressId).putLong(identity).putLong(checkAtMillis);
        body.write(target);
    }

    static HalfRecord read(long timestamp, ByteBuffer source) {
        return new HalfRecord(
                timestamp, source.getLong(), source.getLong(), source.getLong(), MessageBody.read(source));
    }
}
