package io.carrick.jms.message;

/** Type codes of AMQP 1.0 part 1, section 1.6, those that are written or looked for. */
final class AmqpType {
    static final int DESCRIBED = 0x00;
    static final int NULL = 0x40;
    static final int TRUE = 0x41;
    static final int FALSE = 0x42;
    static final int UINT0 = 0x43;
    static final int LIST0 = 0x45;
    static final int UBYTE = 0x50;
    static final int BYTE = 0x51;
    static final int SMALL_UINT = 0x52;
    static final int SMALL_ULONG = 0x53;
    static final int SMALL_INT = 0x54;
    static final int SMALL_LONG = 0x55;
    static final int SHORT = 0x61;
    static final int UINT = 0x70;
    static final int INT = 0x71;
    static final int FLOAT = 0x72;
    static final int CHAR = 0x73;
    static final int ULONG = 0x80;
    static final int LONG = 0x81;
    static final int DOUBLE = 0x82;
    static final int TIMESTAMP = 0x83;
    static final int UUID = 0x98;
    static final int BINARY8 = 0xa0;
    static final int STRING8 = 0xa1;
    static final int SYMBOL8 = 0xa3;
    static final int BINARY32 = 0xb0;
    static final int STRING32 = 0xb1;
    static final int SYMBOL32 = 0xb3;
    static final int LIST8 = 0xc0;
    static final int MAP8 = 0xc1;
    static final int LIST32 = 0xd0;
    static final int MAP32 = 0xd1;

    private AmqpType() {}

    /** Whether it is the code of a string or symbol. */
    static boolean isText(int code) {
        return code == STRING8 || code == SYMBOL8 || code == STRING32 || code == SYMBOL32;
    }

    static boolean isBinary(int code) {
        return code == BINARY8 || code == BINARY32;
    }

    static boolean isMap(int code) {
        return code == MAP8 || code == MAP32;
    }

    static boolean isList(int code) {
        return code == LIST0 || code == LIST8 || code == LIST32;
    }
}
