package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The one outcome of a transaction: its staged messages become visible, its settlements count and its half messages
 * are decided, or none of it.
 *
 * <pre>
 * long transactionId   byte committed   int groups   {@link SettledKeys} each   int count   {@link Returned} each
 * int count   {@link Condemned} each
 * int count   {@link HalfDecision} each (nothing if there are none)
 * </pre>
 */
public final class OutcomeRecord extends JournalRecord {
    private final long transactionId;
    private final boolean committed;
    private final List<SettledKeys> settled;
    private final List<Returned> returned;
    private final List<Condemned> condemned;
    private final List<HalfDecision> halves;

    /**
     * A commit.
     *
     * @param returned what comes back by it
     * @param condemned what goes to the dead-letter address by it
     */
    public static OutcomeRecord commit(
            long timestamp,
            long transactionId,
            List<SettledKeys> settled,
            List<Returned> returned,
            List<Condemned> condemned,
            List<HalfDecision> halves) {
        return new OutcomeRecord(timestamp, transactionId, true, settled, returned, condemned, halves);
    }

    /** A rollback of what is staged. */
    public static OutcomeRecord rollback(long timestamp, long transactionId) {
        return new OutcomeRecord(timestamp, transactionId, false, List.of(), List.of(), List.of(), List.of());
    }

    private OutcomeRecord(
            long timestamp,
            long transactionId,
            boolean committed,
            List<SettledKeys> settled,
            List<Returned> returned,
            List<Condemned> condemned,
            List<HalfDecision> halves) {
        super(timestamp);
        this.transactionId = transactionId;
        this.committed = committed;
        this.settled = settled;
        this.returned = returned;
        this.condemned = condemned;
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

    public List<Condemned> condemned() {
        return condemned;
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
        return Long.BYTES
                + 1
                + SettledKeys.size(settled)
                + Returned.size(returned)
                + Condemned.size(condemned)
                + HalfDecision.size(halves);
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(transactionId);
        target.put((byte) (committed ? 1 : 0));
        SettledKeys.write(settled, target);
        Returned.write(returned, target);
        Condemned.write(condemned, target);
        HalfDecision.write(halves, target);
    }

    static OutcomeRecord read(long timestamp, ByteBuffer source) {
        return new OutcomeRecord(
                timestamp,
                source.getLong(),
                source.get() != 0,
                SettledKeys.read(source),
                Returned.read(source),
                Condemned.read(source),
                HalfDecision.read(source));
    }
}
