package io.carrick.tck.xa;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.transaction.xa.Xid;

/** A branch identifier of a test. */
public record TestXid(int formatId, byte[] globalId, byte[] qualifier) implements Xid {
    /** A name with the format id and the qualifier of this test. */
    public static TestXid of(String name) {
        return new TestXid(77, name.getBytes(StandardCharsets.UTF_8), new byte[] {1, 0, -1});
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

    /** Whether it is the same, whoever made it. */
    public boolean matches(Xid other) {
        return formatId == other.getFormatId()
                && Arrays.equals(globalId, other.getGlobalTransactionId())
                && Arrays.equals(qualifier, other.getBranchQualifier());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestXid that && matches(that);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(globalId) * 31 + Arrays.hashCode(qualifier);
    }
}
