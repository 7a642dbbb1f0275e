package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import java.util.Optional;
import java.util.Set;

/**
 * Selectors of Jakarta Messaging 3.1, section 3.8.1.1, with one extension: an identifier in double quotes may hold any
 * characters ({@code "order.id"}, {@code "x-region"}), so that properties of AMQP clients that JMS could not name can
 * be selected by.
 */
final class SelectorDialect implements Dialect<PropertySource> {
    static final SelectorDialect INSTANCE = new SelectorDialect();

    /** The header fields that a selector may name. */
    private static final Set<String> HEADER_FIELDS =
            Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");

    private SelectorDialect() {}

    @Override
    public String name() {
        return "selector";
    }

    @Override
    public Set<Extension> extensions() {
        return Set.of();
    }

    @Override
    public int identifierEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isJavaIdentifierPart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    @Override
    public SqlField<PropertySource> field(String identifier, boolean quoted) throws InvalidFilterException {
        if (identifier.isEmpty()) {
            throw new InvalidFilterException("an identifier cannot be empty");
        }
        boolean reserved = identifier.startsWith("JMS")
                && !identifier.startsWith("JMSX")
                && !identifier.startsWith("JMS_")
                && !HEADER_FIELDS.contains(identifier);
        if (reserved) {
            throw new InvalidFilterException(
                    "a selector cannot refer to " + identifier + ", only to the header fields JMSDeliveryMode,"
                            + " JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID and JMSType");
        }
        String text = isPlain(identifier) ? identifier : SqlField.quote(identifier);
        return new SqlField<>(identifier, text, source -> source.get(identifier));
    }

    private boolean isPlain(String identifier) {
        return Character.isJavaIdentifierStart(identifier.codePointAt(0))
                && identifierEnd(identifier, 0) == identifier.length()
                && !SqlField.isReserved(identifier);
    }

    @Override
    public Optional<SqlFunction<PropertySource>> function(String name) {
        return Optional.empty();
    }
}
