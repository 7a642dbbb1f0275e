package io.carrick.amqp.filter;

import io.carrick.broker.selector.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;

/**
 * AMQP values as the expressions know them: unsigned numbers are Longs (a ulong beyond the range of long is the nearest
 * Double), symbols and chars are strings, timestamps are milliseconds, binaries and UUIDs are {@link Octets}.
 */
final class AmqpValues {
    private AmqpValues() {}

    /** The value of an expression for an AMQP value; an object of no known type for a value of no known type. */
    static Object expressionValue(Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Symbol || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Date date) {
            return date.getTime();
        }
        return octets(value);
    }

    private static Object number(Number number) {
        if (number instanceof UnsignedLong unsigned) {
            long bits = unsigned.longValue();
            return bits >= 0
                    ? (Object) bits
                    : (Object) unsigned.bigIntegerValue().doubleValue();
        }
        boolean unsigned =
                number instanceof UnsignedByte || number instanceof UnsignedShort || number instanceof UnsignedInteger;
        return unsigned ? (Object) number.longValue() : number;
    }

    private static Object octets(Object value) {
        if (value instanceof byte[] bytes) {
            return new Octets(bytes);
        }
        if (value instanceof Binary binary) {
            byte[] bytes = new byte[binary.getLength()];
            binary.asByteBuffer().get(bytes);
            return new Octets(bytes);
        }
        if (value instanceof UUID uuid) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * 2);
            bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
            return new Octets(bytes.array());
        }
        return value;
    }

    /** Octets that are UTF-8 as the string that they are, so that they can be matched with patterns. */
    static Object text(Object value) {
        if (!(value instanceof Octets octets)) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return octets;
        }
    }
}
