package io.carrick.broker.record;

import io.carrick.broker.Xid;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A branch is prepared: what was staged in its transaction, and what was received in it, wait for its outcome.
 *
 * <pre>
 * xid   long transactionId   text owner   text container   int groups   {@link SettledKeys} each
 * int count   {@link Declined} each
 * </pre>
 */
public final class XaPrepareRecord extends JournalRecord {
    private final Xid xid;
    private final long transactionId;
    private final Text owner;
    private final String ownerName;
    private final Text container;
    private final String containerId;
    private final List<SettledKeys> accepted;
    private final List<Declined> declined;

    /**
     * A branch.
     *
     * @param owner name of the user who began it
     * @param containerId of the connection over which it was begun, may be null
     * @param accepted what its commit settles
     * @param declined what its commit gives another outcome
     */
    public XaPrepareRecord(
            long timestamp,
            Xid xid,
            long transactionId,
            String owner,
            String containerId,
            List<SettledKeys> accepted,
            List<Declined> declined) {
        super(timestamp);
        this.xid = xid;
        this.transactionId = transactionId;
        this.owner = Text.of(owner);
        ownerName = owner;
        container = Text.of(containerId);
        this.containerId = containerId;
        this.accepted = accepted;
        this.declined = declined;
    }

    public Xid xid() {
        return xid;
    }

    public long transactionId() {
        return transactionId;
    }

    public String owner() {
        return ownerName;
    }

    public String containerId() {
        return containerId;
    }

    public List<SettledKeys> accepted() {
        return accepted;
    }

    public List<Declined> declined() {
        return declined;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.XA_PREPARE;
    }

    @Override
    int fieldsSize() {
        return XidForm.size(xid)
                + Long.BYTES
                + owner.size()
                + container.size()
                + SettledKeys.size(accepted)
                + Declined.size(declined);
    }

    @Override
    void writeFields(ByteBuffer target) {
        XidForm.write(xid, target);
        target.putLong(transactionId);
        owner.write(target);
        container.write(target);
        SettledKeys.write(accepted, target);
        Declined.write(declined, target);
    }

    static XaPrepareRecord read(long timestamp, ByteBuffer source) {
        return new XaPrepareRecord(
                timestamp,
                XidForm.read(source),
                source.getLong(),
                Text.read(source),
                Text.read(source),
                SettledKeys.read(source),
                Declined.read(source));
    }
}
