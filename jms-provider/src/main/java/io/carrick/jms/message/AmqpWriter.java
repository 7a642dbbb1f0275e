package io.carrick.jms.message;

import jakarta.jms.MessageFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes values of the AMQP type system (part 1). One is kept for each thread, with an array that has grown to the size
 * of ordinary messages; what is long and comes last (the body) is not copied into it but kept aside as the tail.
 */
final class AmqpWriter {
    private static final int INITIAL_BYTES = 1024;
    private static final int KEPT_BYTES_MAX = 64 * 1024;
    /** So many characters have at most 255 bytes. */
    private static final int SHORT_CHARS_MAX = 85;

    private static final ThreadLocal<AmqpWriter> CURRENT = ThreadLocal.withInitial(AmqpWriter::new);
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int at;
    private byte[] tail = NOTHING;
    private int tailFrom;
    private int tailLength;

    AmqpWriter() {}

    /** This thread's writer, empty. */
    static AmqpWriter current() {
        AmqpWriter writer = CURRENT.get();
        writer.clear();
        return writer;
    }

    private void clear() {
        at = 0;
        tail = NOTHING;
        tailFrom = 0;
        tailLength = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /** What was written, with its tail. */
    byte[] toByteArray() {
        byte[] all = Arrays.copyOf(bytes, Math.addExact(at, tailLength));
        System.arraycopy(tail, tailFrom, all, at, tailLength);
        tail = NOTHING;
        return all;
    }

    /** Makes room for that many bytes; returns where. The array may be another one afterwards. */
    private int room(int count) {
        if (bytes.length - at < count) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(at, count), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
        int start = at;
        at += count;
        return start;
    }

    void code(int code) {
        int start = room(1);
        bytes[start] = (byte) code;
    }

    void raw(byte[] source, int from, int length) {
        int start = room(length);
        System.arraycopy(source, from, bytes, start, length);
    }

    /** Ends what is written with bytes that are not copied now, and not to be changed until then. */
    void tail(byte[] source, int from, int length) {
        tail = source;
        tailFrom = from;
        tailLength = length;
    }

    private void int32(int value) {
        int start = room(Integer.BYTES);
        BigEndian.putInt(bytes, start, value);
    }

    private void int64(long value) {
        int start = room(Long.BYTES);
        BigEndian.putLong(bytes, start, value);
    }

    /** Starts a section (part 3, section 3.2). */
    void section(int descriptor) {
        int start = room(3);
        bytes[start] = AmqpType.DESCRIBED;
        bytes[start + 1] = AmqpType.SMALL_ULONG;
        bytes[start + 2] = (byte) descriptor;
    }

    /** Starts a list or map of the 32-bit form; returns where, to be given to {@link #finish}. */
    int start(int code) {
        code(code);
        return room(2 * Integer.BYTES);
    }

    void finish(int start, int count) {
        BigEndian.putInt(bytes, start, at - start - Integer.BYTES);
        BigEndian.putInt(bytes, start + Integer.BYTES, count);
    }

    /** Starts a list of less than 254 bytes; returns where, to be given to {@link #finishShort}. */
    int startShortList() {
        code(AmqpType.LIST8);
        return room(2);
    }

    void finishShort(int start, int count) {
        bytes[start] = (byte) (at - start - 1);
        bytes[start + 1] = (byte) count;
    }

    void nothing() {
        code(AmqpType.NULL);
    }

    void bool(boolean value) {
        code(value ? AmqpType.TRUE : AmqpType.FALSE);
    }

    private void small(int code, int value) {
        int start = room(2);
        bytes[start] = (byte) code;
        bytes[start + 1] = (byte) value;
    }

    void ubyte(int value) {
        small(AmqpType.UBYTE, value);
    }

    void int8(byte value) {
        small(AmqpType.BYTE, value);
    }

    void uint(long value) {
        if (value == 0) {
            code(AmqpType.UINT0);
        } else if (value < 256) {
            small(AmqpType.SMALL_UINT, (int) value);
        } else {
            code(AmqpType.UINT);
            int32((int) value);
        }
    }

    void int64Value(long value) {
        if (value == (byte) value) {
            small(AmqpType.SMALL_LONG, (int) value);
        } else {
            code(AmqpType.LONG);
            int64(value);
        }
    }

    void unsignedLong(long value) {
        code(AmqpType.ULONG);
        int64(value);
    }

    void timestamp(long timeMillis) {
        code(AmqpType.TIMESTAMP);
        int64(timeMillis);
    }

    void uuid(UUID value) {
        code(AmqpType.UUID);
        int64(value.getMostSignificantBits());
        int64(value.getLeastSignificantBits());
    }

    void binary(byte[] value) {
        size(value.length, AmqpType.BINARY8, AmqpType.BINARY32);
        raw(value, 0, value.length);
    }

    /** A binary that is the last value. */
    void lastBinary(byte[] value, int from, int length) {
        size(length, AmqpType.BINARY8, AmqpType.BINARY32);
        tail(value, from, length);
    }

    private void size(int size, int code8, int code32) {
        if (size < 256) {
            small(code8, size);
        } else {
            code(code32);
            int32(size);
        }
    }

    void symbol(byte[] ascii) {
        size(ascii.length, AmqpType.SYMBOL8, AmqpType.SYMBOL32);
        raw(ascii, 0, ascii.length);
    }

    void symbol(String value) {
        symbol(value.getBytes(StandardCharsets.US_ASCII));
    }

    void string(String value) {
        if (!shortString(value)) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            size(utf8.length, AmqpType.STRING8, AmqpType.STRING32);
            raw(utf8, 0, utf8.length);
        }
    }

    /** A string that is the last value. */
    void lastString(String value) {
        if (!shortString(value)) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            size(utf8.length, AmqpType.STRING8, AmqpType.STRING32);
            tail(utf8, 0, utf8.length);
        }
    }

    /** Writes short strings of ASCII, which most are, without allocating. */
    private boolean shortString(String value) {
        int length = value.length();
        if (length > SHORT_CHARS_MAX) {
            return false;
        }
        int start = room(2 + length);
        bytes[start] = (byte) AmqpType.STRING8;
        bytes[start + 1] = (byte) length;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                at = start;
                return false;
            }
            bytes[start + 2 + i] = (byte) c;
        }
        return true;
    }

    /**
     * Writes a value by its Java type.
     *
     * @throws MessageFormatException if AMQP has no type for it
     */
    void value(Object value) throws MessageFormatException {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value == null) {
            nothing();
        } else if (value instanceof Boolean flag) {
            bool(flag);
        } else if (value instanceof byte[] binary) {
            binary(binary);
        } else if (value instanceof Character character) {
            code(AmqpType.CHAR);
            int32(character);
        } else if (value instanceof UUID uuid) {
            uuid(uuid);
        } else if (value instanceof Date date) {
            timestamp(date.getTime());
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else {
            throw noType(value);
        }
    }

    private static MessageFormatException noType(Object value) {
        return new MessageFormatException(
                "AMQP has no type for a " + value.getClass().getName());
    }

    private void number(Number number) throws MessageFormatException {
        if (number instanceof Integer value) {
            int32Value(value);
        } else if (number instanceof Long value) {
            int64Value(value);
        } else if (number instanceof Double value) {
            code(AmqpType.DOUBLE);
            int64(Double.doubleToRawLongBits(value));
        } else if (number instanceof Float value) {
            code(AmqpType.FLOAT);
            int32(Float.floatToRawIntBits(value));
        } else if (number instanceof Short value) {
            int start = room(1 + Short.BYTES);
            bytes[start] = (byte) AmqpType.SHORT;
            BigEndian.putShort(bytes, start + 1, value);
        } else if (number instanceof Byte value) {
            int8(value);
        } else {
            throw noType(number);
        }
    }

    private void int32Value(int value) {
        if (value == (byte) value) {
            small(AmqpType.SMALL_INT, value);
        } else {
            code(AmqpType.INT);
            int32(value);
        }
    }

    void list(List<?> list) throws MessageFormatException {
        int start = start(AmqpType.LIST32);
        for (Object element : list) {
            value(element);
        }
        finish(start, list.size());
    }

    void map(Map<?, ?> map) throws MessageFormatException {
        int start = start(AmqpType.MAP32);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            value(entry.getKey());
            value(entry.getValue());
        }
        finish(start, 2 * map.size());
    }
}
