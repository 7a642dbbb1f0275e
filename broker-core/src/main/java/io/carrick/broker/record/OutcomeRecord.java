package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The one outcome of a transaction: its staged messages become visible, its settlements count and its half messages
 * are decided, or none of it.
 *
 * <pre>
 * long transactionId   byte committed   int groups   {@link SettledKeys} each   int count   {@link Returned} each
 * int count   {@link HalfDecision} each (nothing if there are none)
 * </pre>
 */
public final class OutcomeRecord extends JournalRecord {
    private final long transactionId;
    private final boolean committed;
    private final List<SettledKeys> settled;
    private final List<Returned> returned;
    private final List<HalfDecision> halves;

    /** An outcome that decides no half message. */
    public OutcomeRecord(
            long timestamp, long transactionId, boolean committed, List<SettledKeys> settled, List<Returned> returned) {
        this(timestamp, transactionId, committed, settled, returned, List.of());
    }

    public OutcomeRecord(
            long timestamp,
            long transactionId,
            boolean committed,
            List<SettledKeys> settled,
            List<Returned> returned,
            List<HalfDecision> halves) {
        super(timestamp);
        this.transactionId = transactionId;
        this.committed = committed;
        this.settled = settled;
        this.returned = returned;
        this.halves = halves;
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

    /** Outcomes of half messages that are part of it. */
    public List<HalfDecision> halves() {
        return halves;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.OUTCOME;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + 1 + SettledKeys.size(settled) + Returned.size(returned) + HalfDecision.size(halves);
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(transactionId);
        target.put((byte) (committed ? 1 : 0));
        SettledKeys.write(settled, target);
        Returned.write(returned, target);
        HalfDecision.write(halves, target);
    }

    static OutcomeRecord read(long timestamp, ByteBuffer source) {
        return new OutcomeRecord(
                timestamp,
                source.getLong(),
                source.get() != 0,
                SettledKeys.read(source),
                Returned.read(source),
                HalfDecision.read(source));
    }
}
