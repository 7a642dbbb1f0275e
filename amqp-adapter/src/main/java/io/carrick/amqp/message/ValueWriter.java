package io.carrick.amqp.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;

/** Writes the few kinds of values that a broker adds to messages, in their shortest encoding. */
final class ValueWriter {
    private static final int NARROW_MAX = 255;

    private ValueWriter() {}

    /**
     * Writes a map of annotations with its constructor.
     *
     * @param entries the encoded keys and values, one after another
     * @param count how many keys and values there are
     */
    static void writeMap(ByteBuf out, ByteBuf entries, int count) {
        int length = entries.readableBytes();
        if (length < NARROW_MAX && count <= NARROW_MAX) {
            out.writeByte(Constructors.MAP_8).writeByte(length + 1).writeByte(count);
        } else {
            out.writeByte(Constructors.MAP_32).writeInt(length + 4).writeInt(count);
        }
        out.writeBytes(entries);
    }

    /** Writes keys, as symbols, and values, without the map around them. */
    static void writeEntries(ByteBuf out, Map<String, Object> annotations) {
        annotations.forEach((key, value) -> {
            writeText(out, key, Constructors.SYMBOL_8, Constructors.SYMBOL_32);
            writeValue(out, value);
        });
    }

    /** Writes a String, Boolean, Integer or Long, or null. */
    static void writeValue(ByteBuf out, Object value) {
        if (value == null) {
            out.writeByte(Constructors.NULL);
        } else if (value instanceof String text) {
            writeText(out, text, Constructors.STRING_8, Constructors.STRING_32);
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? Constructors.TRUE : Constructors.FALSE);
        } else if (value instanceof Integer number) {
            writeInt(out, number);
        } else if (value instanceof Long number) {
            writeLong(out, number);
        } else {
            throw new IllegalArgumentException("an annotation cannot be a " + value.getClass());
        }
    }

    private static void writeText(ByteBuf out, String text, int narrow, int wide) {
        int length = ByteBufUtil.utf8Bytes(text);
        if (length <= NARROW_MAX) {
            out.writeByte(narrow).writeByte(length);
        } else {
            out.writeByte(wide).writeInt(length);
        }
        ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    }

    private static void writeInt(ByteBuf out, int value) {
        if (value == (byte) value) {
            out.writeByte(Constructors.INT_8).writeByte(value);
        } else {
            out.writeByte(Constructors.INT).writeInt(value);
        }
    }

    private static void writeLong(ByteBuf out, long value) {
        if (value == (byte) value) {
            out.writeByte(Constructors.LONG_8).writeByte((int) value);
        } else {
            out.writeByte(Constructors.LONG).writeLong(value);
        }
    }
}
