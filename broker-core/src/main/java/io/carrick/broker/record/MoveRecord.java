package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A message leaves its subscription for another address (dead-letter or expiry), in one step.
 *
 * <pre>byte expired (else dead)   int groups   {@link SettledKeys} each   long addressId   message</pre>
 */
public final class MoveRecord extends JournalRecord implements MessageCarrier {
    private final boolean expired;
    private final List<SettledKeys> settled;
    private final long addressId;
    private final MessageBody body;

    public MoveRecord(long timestamp, boolean expired, List<SettledKeys> settled, long addressId, MessageBody body) {
        super(timestamp);
        this.expired = expired;
        this.settled = settled;
        this.addressId = addressId;
        this.body = body;
    }

    public boolean expired() {
        return expired;
    }

    public List<SettledKeys> settled() {
        return settled;
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
        return RecordKind.MOVE;
    }

    @Override
    int fieldsSize() {
        return 1 + SettledKeys.size(settled) + Long.BYTES + body.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.put((byte) (expired ? 1 : 0));
        SettledKeys.write(settled, target);
        target.putLong(addressId);
        body.write(target);
    }

    static MoveRecord read(long timestamp, ByteBuffer source) {
        return new MoveRecord(
                timestamp, source.get() != 0, SettledKeys.read(source), source.getLong(), MessageBody.read(source));
    }
}
