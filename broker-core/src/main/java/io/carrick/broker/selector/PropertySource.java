package io.carrick.broker.selector;

/** Where a selector finds the values of its identifiers: a message. */
@FunctionalInterface
public interface PropertySource {
    /**
     * The value of a property or of one of the JMS header fields that selectors may name.
     *
     * @return String, Boolean, Byte, Short, Integer, Long, Float or Double; null if the message has none. A value of
     *     another type exists ({@code IS NOT NULL}) but compares with nothing
     */
    Object get(String identifier);
}
