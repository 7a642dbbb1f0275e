package io.carrick.jms.message;

import jakarta.jms.MessageFormatException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.UUID;

/**
 * The conversions of values: of properties (Jakarta Messaging 3.1, section 3.5.4) and of the elements of map and stream
 * messages (section 3.11.3), of which the former are a part. A null is converted like the string null, by the {@code
 * valueOf} of the type, whose exception is thrown.
 */
final class Conversions {
    private Conversions() {}

    static boolean toBoolean(Object value) throws MessageFormatException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        return Boolean.parseBoolean(text(value, "boolean"));
    }

    static byte toByte(Object value) throws MessageFormatException {
        if (value instanceof Byte number) {
            return number;
        }
        return Byte.parseByte(text(value, "byte"));
    }

    static short toShort(Object value) throws MessageFormatException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).shortValue();
        }
        return Short.parseShort(text(value, "short"));
    }

    static int toInt(Object value) throws MessageFormatException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        return Integer.parseInt(text(value, "int"));
    }

    static long toLong(Object value) throws MessageFormatException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return Long.parseLong(text(value, "long"));
    }

    static float toFloat(Object value) throws MessageFormatException {
        if (value instanceof Float number) {
            return number;
        }
        return Float.parseFloat(text(value, "float"));
    }

    static double toDouble(Object value) throws MessageFormatException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        return Double.parseDouble(text(value, "double"));
    }

    /**
     * Converts to a char.
     *
     * @throws NullPointerException for null
     */
    static char toChar(Object value) throws MessageFormatException {
        if (value instanceof Character character) {
            return character;
        }
        if (value == null) {
            throw new NullPointerException("A null cannot be read as char");
        }
        throw cannot(value, "char");
    }

    static String toText(Object value) throws MessageFormatException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Character) {
            return value.toString();
        }
        throw cannot(value, "String");
    }

    static byte[] toBytes(Object value) throws MessageFormatException {
        if (value == null || value instanceof byte[]) {
            return (byte[]) value;
        }
        throw cannot(value, "byte[]");
    }

    private static String text(Object value, String type) throws MessageFormatException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw cannot(value, type);
    }

    private static MessageFormatException cannot(Object value, String type) {
        String from = value instanceof byte[] ? "byte[]" : value.getClass().getSimpleName();
        return new MessageFormatException("A " + from + " cannot be read as " + type);
    }

    /**
     * What a value received is in a map or stream message. Types that JMS does not have become those that lose nothing:
     * a time stamp the long of its milliseconds; UUIDs, decimals and unsigned longs out of the range of long a string,
     * which can be read as a number again.
     */
    static Object elementOf(Object received) {
        if (received instanceof Date date) {
            return date.getTime();
        }
        boolean foreign = received instanceof UUID || received instanceof BigInteger || received instanceof BigDecimal;
        return foreign ? received.toString() : received;
    }

    /** What a value received is as a property: as an element, but a character is a string. */
    static Object propertyOf(Object received) {
        return received instanceof Character ? received.toString() : elementOf(received);
    }

    static boolean isPropertyType(Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double;
    }

    /**
     * The value to be kept of one set in a map or stream message.
     *
     * @throws MessageFormatException if it is of none of the types allowed
     */
    static Object element(Object value) throws MessageFormatException {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value instanceof Character || isPropertyType(value)) {
            return value;
        }
        throw new MessageFormatException("A " + value.getClass().getName() + " cannot be part of a message");
    }

    /** The value, copied if it could be changed. */
    static Object copy(Object element) {
        return element instanceof byte[] bytes ? bytes.clone() : element;
    }
}
