package io.carrick.amqp.message;

import java.util.UUID;

/**
 * Maps AMQP values to the Java types that a selector knows: String, Boolean, Byte, Short, Integer, Long, Float and
 * Double. An unsigned type becomes the next wider signed one; a ulong above {@link Long#MAX_VALUE} becomes the nearest
 * Double; symbols and chars become strings; a timestamp becomes its milliseconds. Values of other types are there
 * but compare with nothing in a selector: a binary is a byte[], a uuid a {@link UUID}, and decimals, lists, maps, arrays
 * and described values are {@link Opaque}. Null is null.
 */
final class JavaValues {
    private JavaValues() {}

    /** Stands for a value of a type without a Java value. */
    enum Opaque {
        VALUE
    }

    /** The value that {@code reader} has just skipped. */
    static Object of(ValueReader reader, int constructor) {
        return switch (constructor) {
            case Constructors.TRUE -> Boolean.TRUE;
            case Constructors.FALSE -> Boolean.FALSE;
            case Constructors.BOOLEAN -> reader.unsigned(constructor) != 0;
            case Constructors.UBYTE -> (short) reader.unsigned(constructor);
            case Constructors.USHORT -> (int) reader.unsigned(constructor);
            case Constructors.UINT, Constructors.UINT_8, Constructors.UINT_0 -> reader.unsigned(constructor);
            case Constructors.ULONG, Constructors.ULONG_8, Constructors.ULONG_0 -> wide(reader.unsigned(constructor));
            case Constructors.BYTE -> (byte) reader.signed(constructor);
            case Constructors.SHORT -> (short) reader.signed(constructor);
            case Constructors.INT, Constructors.INT_8 -> (int) reader.signed(constructor);
            case Constructors.LONG, Constructors.LONG_8, Constructors.TIMESTAMP -> reader.signed(constructor);
            case Constructors.FLOAT -> Float.intBitsToFloat((int) reader.signed(constructor));
            case Constructors.DOUBLE -> Double.longBitsToDouble(reader.signed(constructor));
            case Constructors.CHAR -> character(reader.unsigned(constructor));
            case Constructors.STRING_8, Constructors.STRING_32, Constructors.SYMBOL_8, Constructors.SYMBOL_32 ->
                reader.contentString();
            case Constructors.BINARY_8, Constructors.BINARY_32 -> reader.contentBytes();
            case Constructors.UUID -> reader.contentUuid();
            case Constructors.NULL -> null;
            default -> Opaque.VALUE;
        };
    }

    private static Object wide(long ulong) {
        if (ulong >= 0) {
            return ulong;
        }
        return ((ulong >>> 1) | (ulong & 1)) * 2.0;
    }

    private static Object character(long codePoint) {
        return codePoint > Character.MAX_CODE_POINT ? Opaque.VALUE : Character.toString((int) codePoint);
    }
}
