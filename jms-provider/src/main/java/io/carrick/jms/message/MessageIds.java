package io.carrick.jms.message;

import jakarta.jms.JMSException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The ids of AMQP messages, which are strings, binaries, unsigned numbers or UUIDs, as the strings of JMS and back
 * without loss. A message id starts with {@code ID:} in JMS; one that is a string of another start, and every id that
 * is no string, is given a prefix that tells so, the same as Qpid JMS gives.
 */
final class MessageIds {
    private static final String PREFIX = "ID:";
    private static final String TYPED = "ID:AMQP_";
    private static final String NO_PREFIX = "ID:AMQP_NO_PREFIX:";
    private static final String STRING = "ID:AMQP_STRING:";
    private static final String UUID_PREFIX = "ID:AMQP_UUID:";
    private static final String ULONG = "ID:AMQP_ULONG:";
    private static final String BINARY = "ID:AMQP_BINARY:";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private MessageIds() {}

    /** The JMSMessageID of an id as the reader has read it. */
    static String messageId(Object id) {
        if (id instanceof String text && !text.startsWith(PREFIX)) {
            return NO_PREFIX + text;
        }
        return correlationId(id);
    }

    /** The JMSCorrelationID of an id as the reader has read it; of a type that no id may have, it is taken as text. */
    static String correlationId(Object id) {
        if (id instanceof String text) {
            return isTyped(text) ? STRING + text : text;
        }
        if (id instanceof byte[] bytes) {
            return binary(bytes);
        }
        if (id instanceof UUID uuid) {
            return UUID_PREFIX + uuid;
        }
        if (id instanceof BigInteger || id instanceof Long number && number >= 0) {
            return ULONG + id;
        }
        return id == null ? null : NO_PREFIX + id;
    }

    static String binary(byte[] bytes) {
        return BINARY + HEX.formatHex(bytes);
    }

    /** The bytes of an id that is a binary, null for another one. */
    static byte[] bytes(String id) {
        return id.startsWith(BINARY) ? HEX.parseHex(id, BINARY.length(), id.length()) : null;
    }

    /**
     * Checks an id given by the application.
     *
     * @throws JMSException if it starts like an encoded one but is not
     */
    static String check(String id) throws JMSException {
        if (id != null && isTyped(id)) {
            try {
                write(new AmqpWriter(), id);
            } catch (IllegalArgumentException e) {
                JMSException wrong = new JMSException("The id " + id + " is not what its prefix says");
                wrong.initCause(e);
                throw wrong;
            }
        }
        return id;
    }

    private static boolean isTyped(String id) {
        return id.startsWith(TYPED)
                && (id.startsWith(NO_PREFIX)
                        || id.startsWith(STRING)
                        || id.startsWith(UUID_PREFIX)
                        || id.startsWith(ULONG)
                        || id.startsWith(BINARY));
    }

    /** Writes an id that was checked. */
    static void write(AmqpWriter out, String id) {
        if (!id.startsWith(TYPED)) {
            out.string(id);
        } else if (id.startsWith(NO_PREFIX)) {
            out.string(id.substring(NO_PREFIX.length()));
        } else if (id.startsWith(STRING)) {
            out.string(id.substring(STRING.length()));
        } else if (id.startsWith(UUID_PREFIX)) {
            out.uuid(UUID.fromString(id.substring(UUID_PREFIX.length())));
        } else if (id.startsWith(ULONG)) {
            out.unsignedLong(Long.parseUnsignedLong(id, ULONG.length(), id.length(), 10));
        } else if (id.startsWith(BINARY)) {
            out.binary(bytes(id));
        } else {
            out.string(id);
        }
    }
}
