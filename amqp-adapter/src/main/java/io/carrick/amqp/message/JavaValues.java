package io.carrick.amqp.message;

/**
 * Maps AMQP values to the Java types that a selector knows: String, Boolean, Byte, Short, Integer, Long, Float and
 * Double. An unsigned type becomes the next wider signed one; a ulong above {@link Long#MAX_VALUE} becomes the nearest
 * Double; symbols and chars become strings; a timestamp becomes its milliseconds. Everything else (binary, uuid,
 * decimals, lists, maps, arrays, described values) has no value.
 */
final class JavaValues {
    private JavaValues() {}

    /** The value that {@code reader} has just skipped; null if it has none. */
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
            default -> null;
        };
    }

    private static Object wide(long ulong) {
        if (ulong >= 0) {
            return ulong;
        }
        return ((ulong >>> 1) | (ulong & 1)) * 2.0;
    }

    private static Object character(long codePoint) {
        return codePoint > Character.MAX_CODE_POINT ? null : Character.toString((int) codePoint);
    }
}
