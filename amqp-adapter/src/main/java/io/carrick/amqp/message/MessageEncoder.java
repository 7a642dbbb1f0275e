package io.carrick.amqp.message;

import io.carrick.broker.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;

/**
 * Writes what goes in front of a message's stored contents when it is delivered: a fresh header (AMQP 1.0 part 3,
 * section 3.2.1) and, if there are any, delivery-annotations. What the receiver gets is the header, then the
 * delivery-annotations, then {@link Message#encoded()}, then the chunks of {@link Message#largeBody()}; the last two go
 * out as they are. Stateless and thread-safe.
 */
public final class MessageEncoder {
    /** Most bytes that a header takes. */
    public static final int HEADER_SIZE_MAX = 20;

    private static final int PREFIX_SIZE = 6;
    private static final long UINT_MAX = 0xffffffffL;

    private MessageEncoder() {}

    /**
     * Writes a header into an array with {@link #HEADER_SIZE_MAX} bytes of room. Trailing fields that have their
     * default value are left out. The ttl is what remains of the message's life, at least 1 ms if it has an expiry
     * time (0 would be taken for no expiry), left out if it has none.
     *
     * @param deliveryCount number of earlier failed attempts
     * @param firstAcquirer false if someone may have seen the message before
     * @param now milliseconds since the epoch
     * @return the position after the last byte written
     */
    public static int writeHeader(
            byte[] out, int offset, Message message, int deliveryCount, boolean firstAcquirer, long now) {
        long ttl = remaining(message.expiryTime(), now);
        int count = fieldCount(message, ttl, deliveryCount, firstAcquirer);
        int at = offset + PREFIX_SIZE;
        if (count > 0) {
            out[at++] = (byte) (message.durable() ? Constructors.TRUE : Constructors.NULL);
        }
        if (count > 1) {
            at = writePriority(out, at, message.priority());
        }
        if (count > 2) {
            at = ttl == 0 ? writeNull(out, at) : writeUint(out, at, ttl);
        }
        if (count > 3) {
            out[at++] = (byte) (firstAcquirer ? Constructors.TRUE : Constructors.FALSE);
        }
        if (count > 4) {
            at = writeUint(out, at, deliveryCount);
        }
        return count == 0 ? writeEmptyHeader(out, offset) : writePrefix(out, offset, at, count);
    }

    /** As {@link #writeHeader(byte[], int, Message, int, boolean, long)} at the end of a buffer. */
    public static void writeHeader(ByteBuf out, Message message, int deliveryCount, boolean firstAcquirer, long now) {
        byte[] header = new byte[HEADER_SIZE_MAX];
        out.writeBytes(header, 0, writeHeader(header, 0, message, deliveryCount, firstAcquirer, now));
    }

    /**
     * Writes a delivery-annotations section; nothing if there are no annotations.
     *
     * @param annotations values are String, Boolean, Integer or Long
     */
    public static void writeDeliveryAnnotations(ByteBuf out, Map<String, Object> annotations) {
        if (annotations.isEmpty()) {
            return;
        }
        ByteBuf entries = Unpooled.buffer();
        ValueWriter.writeEntries(entries, annotations);
        writeDescriptor(out, Section.DELIVERY_ANNOTATIONS);
        ValueWriter.writeMap(out, entries, 2 * annotations.size());
    }

    static void writeDescriptor(ByteBuf out, Section section) {
        out.writeByte(Constructors.DESCRIBED).writeByte(Constructors.ULONG_8).writeByte(section.descriptor());
    }

    private static long remaining(long expiryTime, long now) {
        return expiryTime == 0 ? 0 : Math.max(1, Math.min(expiryTime - now, UINT_MAX));
    }

    private static int fieldCount(Message message, long ttl, int deliveryCount, boolean firstAcquirer) {
        if (deliveryCount > 0) {
            return 5;
        }
        if (firstAcquirer) {
            return 4;
        }
        if (ttl > 0) {
            return 3;
        }
        if (message.priority() != Message.DEFAULT_PRIORITY) {
            return 2;
        }
        return message.durable() ? 1 : 0;
    }

    private static int writePrefix(byte[] out, int offset, int end, int count) {
        writeDescriptor(out, offset);
        out[offset + 3] = (byte) Constructors.LIST_8;
        out[offset + 4] = (byte) (end - offset - PREFIX_SIZE + 1);
        out[offset + 5] = (byte) count;
        return end;
    }

    private static int writeEmptyHeader(byte[] out, int offset) {
        writeDescriptor(out, offset);
        out[offset + 3] = (byte) Constructors.LIST_0;
        return offset + 4;
    }

    private static void writeDescriptor(byte[] out, int offset) {
        out[offset] = (byte) Constructors.DESCRIBED;
        out[offset + 1] = (byte) Constructors.ULONG_8;
        out[offset + 2] = (byte) Section.HEADER.descriptor();
    }

    private static int writePriority(byte[] out, int at, int priority) {
        if (priority == Message.DEFAULT_PRIORITY) {
            return writeNull(out, at);
        }
        out[at] = (byte) Constructors.UBYTE;
        out[at + 1] = (byte) priority;
        return at + 2;
    }

    private static int writeNull(byte[] out, int at) {
        out[at] = (byte) Constructors.NULL;
        return at + 1;
    }

    private static int writeUint(byte[] out, int at, long value) {
        if (value == 0) {
            out[at] = (byte) Constructors.UINT_0;
            return at + 1;
        }
        if (value < 256) {
            out[at] = (byte) Constructors.UINT_8;
            out[at + 1] = (byte) value;
            return at + 2;
        }
        out[at] = (byte) Constructors.UINT;
        for (int i = 1; i <= 4; i++) {
            out[at + i] = (byte) (value >>> (32 - 8 * i));
        }
        return at + 5;
    }
}
