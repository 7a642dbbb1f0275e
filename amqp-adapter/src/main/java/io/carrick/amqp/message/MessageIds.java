package io.carrick.amqp.message;

import java.util.HexFormat;
import java.util.UUID;
import org.apache.qpid.proton.amqp.UnsignedLong;

/**
 * Message and correlation ids as JMS clients see them: the text of the JMS mapping over AMQP (Qpid JMS, ProtonJ2,
 * Artemis), in which ids of other types than string are told apart by a prefix.
 */
final class MessageIds {
    private static final String ID = "ID:";
    private static final String NO_PREFIX = "AMQP_NO_PREFIX:";
    private static final String STRING = "AMQP_STRING:";
    private static final String UUID_PREFIX = "AMQP_UUID:";
    private static final String ULONG = "AMQP_ULONG:";
    private static final String BINARY = "AMQP_BINARY:";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private MessageIds() {}

    /** Whether a text begins as every JMSMessageID does. */
    static boolean isPrefixed(String text) {
        return text.startsWith(ID);
    }

    /**
     * The JMSMessageID of a message-id.
     *
     * @param id String, {@link UUID}, {@link UnsignedLong} or byte[]; anything else has no text
     */
    static String messageIdText(Object id) {
        if (id instanceof String text && !isPrefixed(text)) {
            return ID + NO_PREFIX + text;
        }
        return correlationIdText(id);
    }

    /**
     * The JMSCorrelationID of a correlation-id.
     *
     * @param id String, {@link UUID}, {@link UnsignedLong} or byte[]; anything else has no text
     */
    static String correlationIdText(Object id) {
        if (id instanceof String text) {
            return isAmbiguous(text) ? ID + STRING + text : text;
        }
        if (id instanceof UUID) {
            return ID + UUID_PREFIX + id;
        }
        if (id instanceof UnsignedLong) {
            return ID + ULONG + id;
        }
        return id instanceof byte[] bytes ? ID + BINARY + HEX.formatHex(bytes) : null;
    }

    /** Whether a string id looks like the text of an id of another type. */
    private static boolean isAmbiguous(String text) {
        return text.startsWith(ID)
                && (text.startsWith(STRING, ID.length())
                        || text.startsWith(UUID_PREFIX, ID.length())
                        || text.startsWith(ULONG, ID.length())
                        || text.startsWith(BINARY, ID.length())
                        || text.startsWith(NO_PREFIX, ID.length()));
    }
}
