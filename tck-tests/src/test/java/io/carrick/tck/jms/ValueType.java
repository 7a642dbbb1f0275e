package io.carrick.tck.jms;

import java.util.EnumSet;
import java.util.Set;

/**
 * The types of values in properties, map and stream messages, with the columns of tables 3-2 and 3-7: what a value that
 * was set as one type can be read as.
 */
enum ValueType {
    BOOLEAN(true),
    BYTE((byte) -7),
    SHORT((short) 300),
    CHAR('x'),
    INT(70_000),
    LONG(5_000_000_000L),
    FLOAT(1.5f),
    DOUBLE(1.0e300),
    STRING("12"),
    BYTES(new byte[] {1, 2, 3});

    private final Object example;

    ValueType(Object example) {
        this.example = example;
    }

    /** A value of this type. */
    Object example() {
        return example;
    }

    /** The types that a value of this type can be read as, by the specification's tables. */
    Set<ValueType> readableAs() {
        return switch (this) {
            case BOOLEAN -> EnumSet.of(BOOLEAN, STRING);
            case BYTE -> EnumSet.of(BYTE, SHORT, INT, LONG, STRING);
            case SHORT -> EnumSet.of(SHORT, INT, LONG, STRING);
            case CHAR -> EnumSet.of(CHAR, STRING);
            case INT -> EnumSet.of(INT, LONG, STRING);
            case LONG -> EnumSet.of(LONG, STRING);
            case FLOAT -> EnumSet.of(FLOAT, DOUBLE, STRING);
            case DOUBLE -> EnumSet.of(DOUBLE, STRING);
            case STRING -> EnumSet.complementOf(EnumSet.of(CHAR, BYTES));
            case BYTES -> EnumSet.of(BYTES);
        };
    }

    /** The value that a readable value of another type is converted to. */
    Object convert(ValueType from, Object value) {
        String text = String.valueOf(value);
        return switch (this) {
            case BOOLEAN -> Boolean.valueOf(text);
            case BYTE -> Byte.valueOf(text);
            case SHORT -> Short.valueOf(text);
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> from == FLOAT ? Double.valueOf((float) value) : Double.valueOf(text);
            case STRING -> text;
            case CHAR, BYTES -> value;
        };
    }
}
