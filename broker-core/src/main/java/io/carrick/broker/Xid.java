package io.carrick.broker;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The identifier of a transaction branch (X/Open XA, section 4.2), byte for byte as the transaction manager gave it:
 * any format id but -1, which stands for no identifier, a global transaction id of 1 to 64 bytes and a branch qualifier
 * of up to 64. Immutable.
 */
public final class Xid {
    /** Most bytes of either part. */
    public static final int PART_BYTES_MAX = 64;

    private static final int NULL_FORMAT = -1;
    private static final HexFormat HEX = HexFormat.of();

    private final int formatId;
    private final byte[] globalId;
    private final byte[] qualifier;

    /**
     * An identifier of these parts, which are copied.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Xid(int formatId, byte[] globalId, byte[] qualifier) {
        if (formatId == NULL_FORMAT) {
            throw new IllegalArgumentException("format id -1 stands for no branch");
        }
        if (globalId.length == 0 || globalId.length > PART_BYTES_MAX) {
            throw new IllegalArgumentException("global transaction id of " + globalId.length + " bytes, not 1 to 64");
        }
        if (qualifier.length > PART_BYTES_MAX) {
            throw new IllegalArgumentException("branch qualifier of " + qualifier.length + " bytes, more than 64");
        }
        this.formatId = formatId;
        this.globalId = globalId.clone();
        this.qualifier = qualifier.clone();
    }

    /**
     * Reads what {@link #toString()} has written.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Xid parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not <format id>:<global id in hex>:<branch qualifier in hex>");
        }
        return new Xid(Integer.parseInt(parts[0]), HEX.parseHex(parts[1]), HEX.parseHex(parts[2]));
    }

    public int formatId() {
        return formatId;
    }

    /** A copy of the global transaction id. */
    public byte[] globalId() {
        return globalId.clone();
    }

    /** A copy of the branch qualifier. */
    public byte[] qualifier() {
        return qualifier.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Xid that
                && formatId == that.formatId
                && Arrays.equals(globalId, that.globalId)
                && Arrays.equals(qualifier, that.qualifier);
    }

    @Override
    public int hashCode() {
        return (31 * formatId + Arrays.hashCode(globalId)) * 31 + Arrays.hashCode(qualifier);
    }

    /** Format id, global id and branch qualifier, the bytes in hexadecimal, with colons between. */
    @Override
    public String toString() {
        return formatId + ":" + HEX.formatHex(globalId) + ":" + HEX.formatHex(qualifier);
    }
}
