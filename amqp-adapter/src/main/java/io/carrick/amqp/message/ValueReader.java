package io.carrick.amqp.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.qpid.proton.amqp.UnsignedLong;

/**
 * Reads encoded values of one section, one after another, from an array. Every width, size and count is checked
 * against the bytes at hand before it is believed; nothing recurses; skipping a value does not look inside it.
 * Not thread-safe.
 */
final class ValueReader {
    /** How deep descriptors may be nested before a value. */
    static final int DESCRIPTORS_MAX = 32;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final Section section;
    private int position;
    private int limit;
    private int contentFrom;

    ValueReader(byte[] bytes, int from, int to, Section section) {
        this.bytes = bytes;
        this.section = section;
        position = from;
        limit = to;
    }

    int position() {
        return position;
    }

    /** The constructor of the value that comes next. */
    int peek() throws MalformedMessageException {
        require(1);
        return bytes[position] & 0xff;
    }

    /** Passes over bytes. */
    void advance(int count) throws MalformedMessageException {
        require(count);
        position += count;
    }

    /** Passes over one value of any type. */
    void skip() throws MalformedMessageException {
        int descriptors = 0;
        for (int pending = 1; pending > 0; ) {
            int constructor = peek();
            if (constructor != Constructors.DESCRIBED) {
                content(constructor);
                pending--;
            } else if (++descriptors > DESCRIPTORS_MAX) {
                throw malformed(position, "descriptors nested deeper than " + DESCRIPTORS_MAX);
            } else {
                position++;
                pending++;
            }
        }
    }

    /**
     * Enters the list that comes next: from now on this reader ends where the list ends.
     *
     * @return the number of elements
     */
    int enterList() throws MalformedMessageException {
        int constructor = peek();
        if (!Constructors.isList(constructor)) {
            throw malformed(position, "a list was expected, not constructor " + hex(constructor));
        }
        if (constructor == Constructors.LIST_0) {
            limit = ++position;
            return 0;
        }
        return enter(constructor == Constructors.LIST_8);
    }

    /**
     * Enters the map that comes next: from now on this reader ends where the map ends.
     *
     * @return the number of entries
     */
    int enterMap() throws MalformedMessageException {
        int start = position;
        int constructor = peek();
        if (!Constructors.isMap(constructor)) {
            throw malformed(start, "a map was expected, not constructor " + hex(constructor));
        }
        int count = enter(constructor == Constructors.MAP_8);
        if ((count & 1) != 0) {
            throw malformed(start, "a map cannot have " + count + " elements");
        }
        return count >> 1;
    }

    private int enter(boolean narrow) throws MalformedMessageException {
        int start = position;
        content(bytes[position] & 0xff);
        int end = position;
        int countWidth = narrow ? 1 : 4;
        if (end - contentFrom < countWidth) {
            throw malformed(start, "size " + (end - contentFrom) + " leaves no room for the count");
        }
        long count = narrow ? bytes[contentFrom] & 0xff : int32(contentFrom) & 0xffffffffL;
        position = contentFrom + countWidth;
        limit = end;
        if (count > end - position) {
            throw malformed(start, count + " elements cannot be in " + (end - position) + " bytes");
        }
        return (int) count;
    }

    /** Checks that the list or map entered has been read to its last byte. */
    void leave() throws MalformedMessageException {
        if (position != limit) {
            throw malformed(position, (limit - position) + " bytes left over after the last element");
        }
    }

    /** Reads one value as JMS sees it; see {@link JavaValues}. */
    Object readJavaValue() throws MalformedMessageException {
        int constructor = peek();
        skip();
        return JavaValues.of(this, constructor);
    }

    /** Reads a value of an integral type or a timestamp; null if the next value is of another type. */
    Long readIntegral() throws MalformedMessageException {
        Object value = readJavaValue();
        boolean integral = value instanceof Long || value instanceof Integer || value instanceof Short;
        return integral || value instanceof Byte ? Long.valueOf(((Number) value).longValue()) : null;
    }

    /** Reads a string or symbol; null if the next value is of another type. */
    String readText() throws MalformedMessageException {
        return readJavaValue() instanceof String text ? text : null;
    }

    /** Reads a message-id or correlation-id; see {@link MessageIds}. */
    Object readId() throws MalformedMessageException {
        int constructor = peek();
        Object value = readJavaValue();
        return Constructors.isUlong(constructor) ? UnsignedLong.valueOf(unsigned(constructor)) : value;
    }

    /** Whether the value last skipped, a string or symbol, is this text. */
    boolean contentEquals(String text) {
        int length = position - contentFrom;
        if (length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return contentString().equals(text);
            }
            if (bytes[contentFrom + i] != c) {
                return false;
            }
        }
        return length == text.length();
    }

    /** Whether the value last skipped, a string or symbol, has exactly these bytes. */
    boolean contentEquals(byte[] expected) {
        return position - contentFrom == expected.length
                && Arrays.equals(bytes, contentFrom, position, expected, 0, expected.length);
    }

    /** The value last skipped as text. */
    String contentString() {
        return new String(bytes, contentFrom, position - contentFrom, StandardCharsets.UTF_8);
    }

    /** The value last skipped, a binary, copied. */
    byte[] contentBytes() {
        return Arrays.copyOfRange(bytes, contentFrom, position);
    }

    /** The value last skipped, a uuid. */
    UUID contentUuid() {
        return new UUID(int64(contentFrom), int64(contentFrom + Long.BYTES));
    }

    /** The section whose symbolic descriptor was last skipped, or null. */
    Section contentSection() {
        return Section.of(bytes, contentFrom, position);
    }

    /** The value last skipped, of an unsigned type with this constructor. */
    long unsigned(int constructor) {
        return switch (Constructors.layout(constructor)) {
            case 0 -> 0;
            case 1 -> bytes[contentFrom] & 0xff;
            case 2 -> (bytes[contentFrom] & 0xff) << 8 | bytes[contentFrom + 1] & 0xff;
            case 4 -> int32(contentFrom) & 0xffffffffL;
            default -> int64(contentFrom);
        };
    }

    /** The value last skipped, of a signed type with this constructor. */
    long signed(int constructor) {
        return switch (Constructors.layout(constructor)) {
            case 1 -> bytes[contentFrom];
            case 2 -> (short) unsigned(constructor);
            case 4 -> int32(contentFrom);
            default -> int64(contentFrom);
        };
    }

    MalformedMessageException malformed(int offset, String reason) {
        return new MalformedMessageException(section, offset, reason);
    }

    static String hex(int constructor) {
        return String.format("0x%02x", constructor);
    }

    /** Passes over constructor and content of a value without descriptor, remembering where the content begins. */
    private void content(int constructor) throws MalformedMessageException {
        int layout = Constructors.layout(constructor);
        long size = layout;
        int prefix = 1;
        if (layout == Constructors.SIZE_8) {
            require(2);
            size = bytes[position + 1] & 0xff;
            prefix = 2;
        } else if (layout == Constructors.SIZE_32) {
            require(5);
            size = int32(position + 1) & 0xffffffffL;
            prefix = 5;
        } else if (layout == Constructors.UNDEFINED) {
            throw malformed(position, "there is no type with constructor " + hex(constructor));
        }
        require(prefix + size);
        if (constructor == Constructors.BOOLEAN && (bytes[position + 1] & 0xfe) != 0) {
            throw malformed(position, "a boolean is 0 or 1, not " + (bytes[position + 1] & 0xff));
        }
        contentFrom = position + prefix;
        position = contentFrom + (int) size;
    }

    private void require(long count) throws MalformedMessageException {
        if (count > limit - position) {
            throw malformed(position, "needs " + count + " bytes where " + (limit - position) + " are left");
        }
    }

    private int int32(int at) {
        return (int) INT.get(bytes, at);
    }

    private long int64(int at) {
        return (long) LONG.get(bytes, at);
    }
}
