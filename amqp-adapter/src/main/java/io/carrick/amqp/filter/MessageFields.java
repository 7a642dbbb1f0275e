package io.carrick.amqp.filter;

import io.carrick.broker.selector.PropertySource;

/**
 * What filters see of a message. As a {@link PropertySource} it has the names that selectors use (JMS header fields and
 * properties).
 *
 * <p>Values are those that proton-j decodes or plain Java ones: String, Symbol, Boolean, Byte to Double, Character, the
 * unsigned types, Date, UUID, Binary or byte[]. Values of other types exist but compare with nothing. Null stands for
 * what the message does not have.
 */
public interface MessageFields extends PropertySource {
    /**
     * A field of the header section.
     *
     * @param field durable, priority or ttl; fields that the message leaves out have their default values
     */
    Object header(String field);

    /**
     * A field of the properties section.
     *
     * @param field as in AMQP 1.0 part 3, section 3.2.4: message-id, user-id, to, subject, reply-to, correlation-id,
     *     content-type, content-encoding, absolute-expiry-time, creation-time, group-id, group-sequence,
     *     reply-to-group-id
     */
    Object property(String field);

    /** An application property. */
    Object applicationProperty(String key);

    /** A message annotation whose key is a symbol. */
    Object messageAnnotation(String key);

    /**
     * When the broker took the message, milliseconds since the epoch. This is the time that the function {@code UTC()}
     * gives: a filter must say the same of a message whenever and on whichever replica it is asked.
     */
    long timestamp();
}
