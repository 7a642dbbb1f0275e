package io.carrick.jms.message;

import java.util.Objects;

/**
 * What messages need to know of their connection.
 *
 * @param validatePropertyNames whether names of properties must be identifiers of the selector syntax, as the
 *     specification demands (section 3.5.1); other providers are lenient
 * @param deserialization what may be deserialised of an ObjectMessage
 * @param destinations how destinations become addresses, and back
 */
public record MessageSettings(
        boolean validatePropertyNames, DeserializationPolicy deserialization, DestinationResolver destinations) {
    /** By the specification, deserialising nothing, with addresses as they are. */
    public static final MessageSettings DEFAULT =
            new MessageSettings(true, DeserializationPolicy.DENY_ALL, DestinationResolver.PLAIN);

    public MessageSettings {
        Objects.requireNonNull(deserialization);
        Objects.requireNonNull(destinations);
    }
}
