package io.carrick.amqp.codec;

import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transaction.GlobalTxId;

/**
 * The global id of a distributed transaction's branch on the wire: a described list of format id, global transaction id,
 * branch qualifier and, in a declare, how the work begins and in how many milliseconds the branch must be prepared.
 *
 * @param formatId of any value
 * @param globalId not null
 * @param qualifier not null
 * @param flags as {@code xa_start} knows them, 0 for a new branch
 * @param timeoutMillis 0 for what the broker thinks right
 */
public record GlobalXid(int formatId, Binary globalId, Binary qualifier, int flags, long timeoutMillis)
        implements GlobalTxId, DescribedType {
    /** What describes the list. */
    public static final Symbol DESCRIPTOR = Symbol.valueOf("carrick:xid:list");

    /** {@code TMNOFLAGS}. */
    public static final int NO_FLAGS = 0;

    /** {@code TMJOIN}. */
    public static final int JOIN = 0x00200000;

    /** {@code TMRESUME}. */
    public static final int RESUME = 0x08000000;

    private static final int FIELDS_MIN = 3;

    /** An id that begins no work. */
    public GlobalXid(int formatId, byte[] globalId, byte[] qualifier) {
        this(formatId, new Binary(globalId), new Binary(qualifier), NO_FLAGS, 0);
    }

    @Override
    public Object getDescriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Object getDescribed() {
        List<Object> fields = new ArrayList<>(List.of(formatId, globalId, qualifier));
        if (flags != NO_FLAGS || timeoutMillis != 0) {
            fields.add(flags);
            fields.add(UnsignedInteger.valueOf(timeoutMillis));
        }
        return fields;
    }

    /** @throws IllegalArgumentException if it is no list of such fields */
    static GlobalXid of(Object described) {
        if (!(described instanceof List<?> fields) || fields.size() < FIELDS_MIN) {
            throw new IllegalArgumentException(DESCRIPTOR + " is no list of at least three fields: " + described);
        }
        return new GlobalXid(
                field(fields, 0, Integer.class),
                field(fields, 1, Binary.class),
                field(fields, 2, Binary.class),
                isGiven(fields, 3) ? field(fields, 3, Integer.class) : NO_FLAGS,
                isGiven(fields, 4) ? field(fields, 4, UnsignedInteger.class).longValue() : 0);
    }

    private static boolean isGiven(List<?> fields, int index) {
        return index < fields.size() && fields.get(index) != null;
    }

    private static <T> T field(List<?> fields, int index, Class<T> type) {
        Object value = fields.get(index);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "field " + index + " of " + DESCRIPTOR + " is no " + type.getSimpleName() + ": " + value);
        }
        return type.cast(value);
    }

    /** The bytes of one of its parts. */
    public static byte[] bytes(Binary part) {
        byte[] bytes = new byte[part.getLength()];
        System.arraycopy(part.getArray(), part.getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }
}
