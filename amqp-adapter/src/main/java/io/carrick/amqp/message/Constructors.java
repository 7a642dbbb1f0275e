package io.carrick.amqp.message;

import java.util.Arrays;

/** The constructor bytes that announce a value's type and width (AMQP 1.0 part 1, section 1.6). */
final class Constructors {
    static final int DESCRIBED = 0x00;
    static final int NULL = 0x40;
    static final int TRUE = 0x41;
    static final int FALSE = 0x42;
    static final int UINT_0 = 0x43;
    static final int ULONG_0 = 0x44;
    static final int LIST_0 = 0x45;
    static final int UBYTE = 0x50;
    static final int BYTE = 0x51;
    static final int UINT_8 = 0x52;
    static final int ULONG_8 = 0x53;
    static final int INT_8 = 0x54;
    static final int LONG_8 = 0x55;
    static final int BOOLEAN = 0x56;
    static final int USHORT = 0x60;
    static final int SHORT = 0x61;
    static final int UINT = 0x70;
    static final int INT = 0x71;
    static final int FLOAT = 0x72;
    static final int CHAR = 0x73;
    static final int DECIMAL_32 = 0x74;
    static final int ULONG = 0x80;
    static final int LONG = 0x81;
    static final int DOUBLE = 0x82;
    static final int TIMESTAMP = 0x83;
    static final int DECIMAL_64 = 0x84;
    static final int DECIMAL_128 = 0x94;
    static final int UUID = 0x98;
    static final int BINARY_8 = 0xa0;
    static final int STRING_8 = 0xa1;
    static final int SYMBOL_8 = 0xa3;
    static final int BINARY_32 = 0xb0;
    static final int STRING_32 = 0xb1;
    static final int SYMBOL_32 = 0xb3;
    static final int LIST_8 = 0xc0;
    static final int MAP_8 = 0xc1;
    static final int LIST_32 = 0xd0;
    static final int MAP_32 = 0xd1;
    static final int ARRAY_8 = 0xe0;
    static final int ARRAY_32 = 0xf0;

    /** {@link #layout} of a value whose size is in the byte that follows the constructor. */
    static final int SIZE_8 = -1;
    /** {@link #layout} of a value whose size is in the four bytes that follow the constructor. */
    static final int SIZE_32 = -2;
    /** {@link #layout} of a byte that is no constructor. */
    static final int UNDEFINED = -3;

    private static final byte[] LAYOUTS = layouts();

    private Constructors() {}

    /** The width in bytes of a fixed-width value, or {@link #SIZE_8}, {@link #SIZE_32} or {@link #UNDEFINED}. */
    static int layout(int constructor) {
        return LAYOUTS[constructor];
    }

    static boolean isList(int constructor) {
        return constructor == LIST_0 || constructor == LIST_8 || constructor == LIST_32;
    }

    static boolean isMap(int constructor) {
        return constructor == MAP_8 || constructor == MAP_32;
    }

    static boolean isBinary(int constructor) {
        return constructor == BINARY_8 || constructor == BINARY_32;
    }

    static boolean isString(int constructor) {
        return constructor == STRING_8 || constructor == STRING_32;
    }

    static boolean isSymbol(int constructor) {
        return constructor == SYMBOL_8 || constructor == SYMBOL_32;
    }

    static boolean isUlong(int constructor) {
        return constructor == ULONG || constructor == ULONG_8 || constructor == ULONG_0;
    }

    static boolean isUint(int constructor) {
        return constructor == UINT || constructor == UINT_8 || constructor == UINT_0;
    }

    static boolean isBoolean(int constructor) {
        return constructor == TRUE || constructor == FALSE || constructor == BOOLEAN;
    }

    private static byte[] layouts() {
        byte[] layouts = new byte[256];
        Arrays.fill(layouts, (byte) UNDEFINED);
        put(layouts, 0, NULL, TRUE, FALSE, UINT_0, ULONG_0, LIST_0);
        put(layouts, 1, UBYTE, BYTE, UINT_8, ULONG_8, INT_8, LONG_8, BOOLEAN);
        put(layouts, 2, USHORT, SHORT);
        put(layouts, 4, UINT, INT, FLOAT, CHAR, DECIMAL_32);
        put(layouts, 8, ULONG, LONG, DOUBLE, TIMESTAMP, DECIMAL_64);
        put(layouts, 16, DECIMAL_128, UUID);
        put(layouts, SIZE_8, BINARY_8, STRING_8, SYMBOL_8, LIST_8, MAP_8, ARRAY_8);
        put(layouts, SIZE_32, BINARY_32, STRING_32, SYMBOL_32, LIST_32, MAP_32, ARRAY_32);
        return layouts;
    }

    private static void put(byte[] layouts, int layout, int... constructors) {
        for (int constructor : constructors) {
            layouts[constructor] = (byte) layout;
        }
    }
}
