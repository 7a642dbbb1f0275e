package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The one outcome of a transaction: its staged messages become visible and its settlements count, or neither.
 *
 * <pre>long transactionId   byte committed   int groups   {@link SettledKeys} each   int count   {@link Returned} each</pre>
 */
public final class OutcomeRecord extends JournalRecord {
    private final long transactionId;
    private final boolean committed;
    private final List<SettledKeys> settled;
    private final List<Returned> returned;

    public OutcomeRecord(
            long timestamp, long transactionId, boolean committed, List<SettledKeys> settled, List<Returned> returned) {
        super(timestamp);
        this.transactionId = transactionId;
        this.committed = committed;
        this.settled = settled;
        this.returned = returned;
    }

    public long transactionId() {
        return transactionId;
    }

    public boolean committed() {
        return committed;
    }

    public List<SettledKeys> settled() {
        return settled;
    }

    public List<Returned> returned() {
        return returned;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.OUTCOME;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + 1 + SettledKeys.size(settled) + Returned.size(returned);
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(transactionId);
        target.put((byte) (committed ? 1 : 0));
        SettledKeys.write(settled, target);
        Returned.write(returned, target);
    }

    static OutcomeRecord read(long timestamp, ByteBuffer source) {
        return new OutcomeRecord(
                timestamp, source.getLong(), source.get() != 0, SettledKeys.read(source), Returned.read(source));
    }
}
