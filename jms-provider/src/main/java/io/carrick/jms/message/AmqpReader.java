package io.carrick.jms.message;

import jakarta.jms.JMSException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads values of the AMQP type system (part 1) from a range of an array, as the Java types that fit: unsigned numbers
 * as the next larger signed type, {@code ulong} beyond it as {@link BigInteger}, {@code timestamp} as {@link Date},
 * {@code symbol} as {@link String}, decimals as {@link java.math.BigDecimal}, arrays as lists, described values
 * without their descriptor. Sizes and counts are checked against the bytes that are there before anything is allocated.
 */
final class AmqpReader {
    private static final int DEPTH_MAX = 32;
    private static final int ZERO_WIDTH_ELEMENTS_MAX = 1024;
    private static final int INITIAL_ELEMENTS_MAX = 64;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int compoundEnd;
    private int zeroWidthElementsLeft = ZERO_WIDTH_ELEMENTS_MAX;

    AmqpReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    void advance(int count) throws JMSException {
        take(count);
    }

    boolean hasMore() {
        return at < end;
    }

    int unsignedByte() throws JMSException {
        return bytes[take(1)] & 0xff;
    }

    /** The code of the next value's type, 0 for a described one. */
    int peek() throws JMSException {
        int code = unsignedByte();
        at--;
        return code;
    }

    private int take(int count) throws JMSException {
        if (count > end - at) {
            throw Malformed.at(at, "it ends within a value");
        }
        int start = at;
        at += count;
        return start;
    }

    private int size(int width) throws JMSException {
        int size = width == 1 ? unsignedByte() : BigEndian.getInt(bytes, take(Integer.BYTES));
        if (size < 0 || size > end - at) {
            throw Malformed.at(
                    at, "a value of " + Integer.toUnsignedString(size) + " bytes where " + (end - at) + " remain");
        }
        return size;
    }

    /** Steps behind the next value, whatever it is. */
    void skip() throws JMSException {
        int values = 1;
        while (values > 0) {
            int code = unsignedByte();
            if (code == AmqpType.DESCRIBED) {
                values++;
            } else {
                take(width(code));
                values--;
            }
        }
    }

    private int width(int code) throws JMSException {
        return switch (code >> 4) {
            case 0x4 -> 0;
            case 0x5 -> 1;
            case 0x6 -> 2;
            case 0x7 -> 4;
            case 0x8 -> 8;
            case 0x9 -> 16;
            case 0xa, 0xc, 0xe -> size(1);
            case 0xb, 0xd, 0xf -> size(4);
            default -> throw unknown(code);
        };
    }

    private JMSException unknown(int code) {
        return Malformed.at(at - 1, "type code 0x" + Integer.toHexString(code) + " does not exist or does not fit");
    }

    /** Enters a list; returns the number of its elements. */
    int enterList() throws JMSException {
        return enterList(unsignedByte());
    }

    private int enterList(int code) throws JMSException {
        return switch (code) {
            case AmqpType.LIST0 -> {
                compoundEnd = at;
                yield 0;
            }
            case AmqpType.LIST8 -> enterCompound(1);
            case AmqpType.LIST32 -> enterCompound(4);
            default -> throw Malformed.at(at - 1, "a list is expected");
        };
    }

    /** Enters a map; returns the number of its keys and values, which is even. */
    int enterMap() throws JMSException {
        int code = unsignedByte();
        if (code != AmqpType.MAP8 && code != AmqpType.MAP32) {
            throw Malformed.at(at - 1, "a map is expected");
        }
        return enterMap(code);
    }

    private int enterMap(int code) throws JMSException {
        int count = enterCompound(code == AmqpType.MAP8 ? 1 : 4);
        if (count % 2 != 0) {
            throw Malformed.at(at, "a map has a key without a value");
        }
        return count;
    }

    private int enterCompound(int width) throws JMSException {
        int size = size(width);
        if (size < width) {
            throw Malformed.at(at, "a compound value has no count");
        }
        compoundEnd = at + size;
        int count = width == 1 ? unsignedByte() : BigEndian.getInt(bytes, take(Integer.BYTES));
        if (count < 0 || count > size - width) {
            throw Malformed.at(
                    at,
                    Integer.toUnsignedString(count) + " elements in " + (size - width) + " bytes of a compound value");
        }
        return count;
    }

    Object value() throws JMSException {
        return value(DEPTH_MAX);
    }

    private Object value(int depth) throws JMSException {
        int code = unsignedByte();
        if (code != AmqpType.DESCRIBED) {
            return body(code, depth);
        }
        requireDepth(depth);
        skip();
        return value(depth - 1);
    }

    private void requireDepth(int depth) throws JMSException {
        if (depth == 0) {
            throw Malformed.at(at, "values are nested more than " + DEPTH_MAX + " deep");
        }
    }

    private Object body(int code, int depth) throws JMSException {
        return switch (code) {
            case 0x40 -> null;
            case 0x41 -> Boolean.TRUE;
            case 0x42 -> Boolean.FALSE;
            case 0x56 -> bool();
            case 0x43, 0x44 -> 0L;
            case 0x50 -> (short) unsignedByte();
            case 0x51 -> bytes[take(1)];
            case 0x52, 0x53 -> (long) unsignedByte();
            case 0x54 -> (int) bytes[take(1)];
            case 0x55 -> (long) bytes[take(1)];
            case 0x60 -> BigEndian.getShort(bytes, take(2)) & 0xffff;
            case 0x61 -> BigEndian.getShort(bytes, take(2));
            case 0x70 -> BigEndian.getInt(bytes, take(4)) & 0xffffffffL;
            case 0x71 -> BigEndian.getInt(bytes, take(4));
            case 0x72 -> Float.intBitsToFloat(BigEndian.getInt(bytes, take(4)));
            case 0x73 -> character();
            case 0x80 -> unsignedLong();
            case 0x81 -> BigEndian.getLong(bytes, take(8));
            case 0x82 -> Double.longBitsToDouble(BigEndian.getLong(bytes, take(8)));
            case 0x83 -> new Date(BigEndian.getLong(bytes, take(8)));
            case 0x74 -> Decimals.decimal32(BigEndian.getInt(bytes, take(4)));
            case 0x84 -> Decimals.decimal64(BigEndian.getLong(bytes, take(8)));
            case 0x94 -> decimal128();
            case 0x98 -> uuid();
            case 0xa0, 0xb0 -> binary(code);
            case 0xa1, 0xa3, 0xb1, 0xb3 -> string(code);
            case 0x45, 0xc0, 0xd0 -> list(code, depth);
            case 0xc1, 0xd1 -> map(code, depth);
            case 0xe0, 0xf0 -> array(code, depth);
            default -> throw unknown(code);
        };
    }

    private Object bool() throws JMSException {
        int value = unsignedByte();
        if (value > 1) {
            throw Malformed.at(at - 1, "a boolean is " + value);
        }
        return value == 1;
    }

    private Object character() throws JMSException {
        int codePoint = BigEndian.getInt(bytes, take(4));
        if (!Character.isValidCodePoint(codePoint)) {
            throw Malformed.at(at - 4, "a char is no code point of Unicode");
        }
        return Character.isBmpCodePoint(codePoint) ? (Object) (char) codePoint : Character.toString(codePoint);
    }

    private Object unsignedLong() throws JMSException {
        long value = BigEndian.getLong(bytes, take(8));
        return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
    }

    private Object decimal128() throws JMSException {
        int start = take(16);
        return Decimals.decimal128(BigEndian.getLong(bytes, start), BigEndian.getLong(bytes, start + 8));
    }

    private UUID uuid() throws JMSException {
        int start = take(16);
        return new UUID(BigEndian.getLong(bytes, start), BigEndian.getLong(bytes, start + 8));
    }

    private byte[] binary(int code) throws JMSException {
        int size = size(code == 0xa0 ? 1 : 4);
        int start = take(size);
        return Arrays.copyOfRange(bytes, start, start + size);
    }

    private String string(int code) throws JMSException {
        boolean symbol = (code & 0xf) == 3;
        int size = size(code >> 4 == 0xa ? 1 : 4);
        return new String(bytes, take(size), size, symbol ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8);
    }

    private List<Object> list(int code, int depth) throws JMSException {
        requireDepth(depth);
        int count = enterList(code);
        int stop = compoundEnd;
        // The counts of lists within each other add up to more than the bytes that are there.
        List<Object> list = new ArrayList<>(Math.min(count, INITIAL_ELEMENTS_MAX));
        for (int i = 0; i < count; i++) {
            list.add(value(depth - 1));
        }
        requireEnd(stop);
        return list;
    }

    private Map<Object, Object> map(int code, int depth) throws JMSException {
        requireDepth(depth);
        int count = enterMap(code);
        int stop = compoundEnd;
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i += 2) {
            Object key = value(depth - 1);
            map.put(key, value(depth - 1));
        }
        requireEnd(stop);
        return map;
    }

    /** Elements of no width, of which there may be more than bytes, are limited for the whole value. */
    private List<Object> array(int code, int depth) throws JMSException {
        requireDepth(depth);
        int width = code == 0xe0 ? 1 : 4;
        int size = size(width);
        int stop = at + size;
        int count = width == 1 ? unsignedByte() : BigEndian.getInt(bytes, take(Integer.BYTES));
        int element = unsignedByte();
        while (element == AmqpType.DESCRIBED) {
            skip();
            element = unsignedByte();
        }
        if (element >> 4 == 4) {
            zeroWidthElementsLeft -= count < 0 ? Integer.MAX_VALUE : count;
        }
        if (count < 0 || zeroWidthElementsLeft < 0) {
            throw Malformed.at(at, "an array of " + Integer.toUnsignedString(count) + " elements");
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(body(element, depth - 1));
        }
        requireEnd(stop);
        return list;
    }

    private void requireEnd(int stop) throws JMSException {
        if (at != stop) {
            throw Malformed.at(at, "a compound value has another size than its elements");
        }
    }

    /** The elements of a list. */
    List<Object> list() throws JMSException {
        return list(unsignedByte(), DEPTH_MAX);
    }

    /** Whether the next value, a string or symbol, is that ASCII text; moves behind it in any case. */
    boolean isText(byte[] ascii) throws JMSException {
        int code = unsignedByte();
        if (!AmqpType.isText(code)) {
            at--;
            skip();
            return false;
        }
        int size = size(code >> 4 == 0xa ? 1 : 4);
        int start = take(size);
        return Arrays.equals(bytes, start, start + size, ascii, 0, ascii.length);
    }

    /** Whether the next value is a list of values that are not composed of others. */
    boolean isFlatList() throws JMSException {
        for (int left = enterList(); left > 0; left--) {
            if (!skipsSimple()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the next value is a map from strings to values that are not composed of others. */
    boolean isFlatMap() throws JMSException {
        for (int left = enterMap(); left > 0; left -= 2) {
            if (!AmqpType.isText(peek())) {
                return false;
            }
            skip();
            if (!skipsSimple()) {
                return false;
            }
        }
        return true;
    }

    private boolean skipsSimple() throws JMSException {
        int code = peek();
        skip();
        return code >= AmqpType.NULL && code != AmqpType.LIST0 && code < AmqpType.LIST8;
    }

    /** Enters a binary: returns its size, with the position at its first byte. */
    int enterBinary() throws JMSException {
        int code = unsignedByte();
        if (code != 0xa0 && code != 0xb0) {
            throw Malformed.at(at - 1, "a binary is expected");
        }
        return size(code == 0xa0 ? 1 : 4);
    }
}
