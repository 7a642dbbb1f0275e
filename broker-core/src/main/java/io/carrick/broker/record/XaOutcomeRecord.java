package io.carrick.broker.record;

import io.carrick.broker.Xid;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The one outcome of a branch.
 *
 * <pre>
 * xid   long transactionId   byte decision   int groups   {@link SettledKeys} each   int count   {@link Returned} each
 * int count   {@link Condemned} each
 * </pre>
 */
public final class XaOutcomeRecord extends JournalRecord {
    private static final Decision[] DECISIONS = Decision.values();

    private final Xid xid;
    private final long transactionId;
    private final Decision decision;
    private final List<SettledKeys> settled;
    private final List<Returned> returned;
    private final List<Condemned> condemned;

    /** What was decided; the order is on disk. */
    public enum Decision {
        COMMIT,
        ROLLBACK,
        /** By an operator. */
        HEURISTIC_COMMIT,
        /** By an operator. */
        HEURISTIC_ROLLBACK,
        /** The transaction manager knows what an operator has decided. */
        FORGET;

        /** Whether its work takes effect. */
        public boolean commits() {
            return this == COMMIT || this == HEURISTIC_COMMIT;
        }
    }

    /**
     * An outcome.
     *
     * @param settled what a branch that was never prepared settles; that of a prepared one is known
     * @param returned what comes back by it, with the failed attempts that it counts
     * @param condemned what goes to the dead-letter address by it
     */
    public XaOutcomeRecord(
            long timestamp,
            Xid xid,
            long transactionId,
            Decision decision,
            List<SettledKeys> settled,
            List<Returned> returned,
            List<Condemned> condemned) {
        super(timestamp);
        this.xid = xid;
        this.transactionId = transactionId;
        this.decision = decision;
        this.settled = settled;
        this.returned = returned;
        this.condemned = condemned;
    }

    public Xid xid() {
        return xid;
    }

    public long transactionId() {
        return transactionId;
    }

    public Decision decision() {
        return decision;
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

    @Override
    public RecordKind kind() {
        return RecordKind.XA_OUTCOME;
    }

    @Override
    int fieldsSize() {
        return XidForm.size(xid)
                + Long.BYTES
                + 1
                + SettledKeys.size(settled)
                + Returned.size(returned)
                + Condemned.size(condemned);
    }

    @Override
    void writeFields(ByteBuffer target) {
        XidForm.write(xid, target);
        target.putLong(transactionId).put((byte) decision.ordinal());
        SettledKeys.write(settled, target);
        Returned.write(returned, target);
        Condemned.write(condemned, target);
    }

    static XaOutcomeRecord read(long timestamp, ByteBuffer source) {
        return new XaOutcomeRecord(
                timestamp,
                XidForm.read(source),
                source.getLong(),
                DECISIONS[source.get()],
                SettledKeys.read(source),
                Returned.read(source),
                Condemned.read(source));
    }
}
