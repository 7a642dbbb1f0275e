package io.carrick.broker;

import java.util.Map;

/**
 * What the core needs to know of the encoding of message contents, supplied by the protocol adapter. Implementations
 * are stateless, thread-safe and deterministic: the same bytes give the same answers on every replica.
 */
public interface MessageFormat {
    /**
     * The value that a selector identifier has for the message: JMS header names ({@code JMSType}, {@code
     * JMSCorrelationID}, ...) and application properties.
     *
     * @return String, Boolean, Byte, Short, Integer, Long, Float or Double; null if absent
     */
    Object property(Message message, String identifier);

    /** The keys that the sender gave the message, separated by white space; null if none. */
    String keys(Message message);

    /** What {@link Message#messageId()} is for an id that its sender wrote, as text, like this. */
    String messageId(String written);

    /** Compiles a filter in a language other than {@link FilterSpec#SELECTOR}. */
    MessageFilter compile(FilterSpec filter) throws InvalidFilterException;

    /**
     * The encoded contents with annotations added or replaced; everything else stays byte for byte.
     *
     * @param annotations values are String, Integer or Long
     */
    byte[] annotate(byte[] encoded, Map<String, Object> annotations);

    /**
     * The encoded contents without a time of expiry of their own, for a message that was moved and does not expire any
     * more; the same array if there is none in it.
     */
    byte[] withoutExpiry(byte[] encoded);

    /** Encoded contents that consist of a text, for a message that the broker makes itself. */
    byte[] text(String text);
}
