package io.carrick.jms.amqp;

import io.carrick.amqp.codec.GlobalXid;
import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;

/** The identifier of a branch as the broker has it, byte for byte as the transaction manager gave it. */
final class RecoveredXid implements Xid {
    private final int formatId;
    private final byte[] globalId;
    private final byte[] qualifier;

    private RecoveredXid(int formatId, byte[] globalId, byte[] qualifier) {
        this.formatId = formatId;
        this.globalId = globalId;
        this.qualifier = qualifier;
    }

    static RecoveredXid of(GlobalXid xid) {
        return new RecoveredXid(xid.formatId(), GlobalXid.bytes(xid.globalId()), GlobalXid.bytes(xid.qualifier()));
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return globalId.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return qualifier.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecoveredXid that
                && formatId == that.formatId
                && Arrays.equals(globalId, that.globalId)
                && Arrays.equals(qualifier, that.qualifier);
    }

    @Override
    public int hashCode() {
        return (31 * formatId + Arrays.hashCode(globalId)) * 31 + Arrays.hashCode(qualifier);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return formatId + ":" + hex.formatHex(globalId) + ":" + hex.formatHex(qualifier);
    }
}
