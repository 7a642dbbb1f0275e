package io.carrick.amqp.filter;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Octets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * Property filters (AMQP Filter Expressions, section 4) as the SQL filters of the same meaning. Each entry of the map
 * must match (section 4.2); null matches anything; a string may begin with a modifier (section 4.1.1): {@code &p:} for
 * a prefix, {@code &s:} for a suffix, {@code &&} for an ampersand. Numbers match by value, whatever their types.
 */
final class PropertyFilter {
    private static final String MATCH_ALL = "TRUE";

    private PropertyFilter() {}

    /** The SQL filter in canonical form. */
    static FilterSpec sql(FilterDescriptor descriptor, Map<?, ?> references) throws InvalidFilterException {
        // Sorted, so that maps that are equal have one text.
        TreeSet<String> conjuncts = new TreeSet<>();
        for (Map.Entry<?, ?> reference : references.entrySet()) {
            String identifier = identifier(descriptor, reference.getKey());
            try {
                conjuncts.add(conjunct(descriptor, identifier, reference.getValue()));
            } catch (InvalidFilterException e) {
                throw new InvalidFilterException(
                        "in " + descriptor.title() + ", for " + WireFilters.shown(reference.getKey()) + ": "
                                + e.getMessage(),
                        e);
            }
        }
        if (conjuncts.size() > 1) {
            conjuncts.remove(MATCH_ALL);
        }
        String text = conjuncts.isEmpty() ? MATCH_ALL : String.join(" AND ", conjuncts);
        return FilterExpressions.canonical(new FilterSpec(FilterExpressions.SQL, text));
    }

    private static String identifier(FilterDescriptor descriptor, Object key) throws InvalidFilterException {
        boolean text = key instanceof Symbol || key instanceof String;
        if (!text || key.toString().isEmpty()) {
            throw new InvalidFilterException(
                    "a key in " + descriptor.title() + " must be a name, not " + WireFilters.describe(key));
        }
        String name = key.toString();
        return switch (descriptor) {
            case HEADER -> "h." + MessageSection.HEADER.field(name).replace('-', '_');
            case PROPERTIES -> "p." + MessageSection.PROPERTIES.field(name).replace('-', '_');
            case MESSAGE_ANNOTATIONS -> "m." + bracketed(name);
            case APPLICATION_PROPERTIES -> "a." + bracketed(name);
            case SQL, SELECTOR -> throw new IllegalArgumentException(descriptor + " has no keys");
        };
    }

    private static String conjunct(FilterDescriptor descriptor, String identifier, Object reference)
            throws InvalidFilterException {
        Object value = AmqpValues.expressionValue(reference);
        if (value == null) {
            boolean keys = descriptor == FilterDescriptor.APPLICATION_PROPERTIES
                    || descriptor == FilterDescriptor.MESSAGE_ANNOTATIONS;
            return keys ? identifier + " IS NOT NULL" : MATCH_ALL;
        }
        if (reference instanceof String string) {
            return identifier + text(string);
        }
        return identifier + " = " + literal(value);
    }

    private static String text(String string) throws InvalidFilterException {
        if (!string.startsWith("&")) {
            return " = " + quoted(string);
        }
        if (string.startsWith("&&")) {
            return " = " + quoted(string.substring(1));
        }
        if (string.startsWith("&p:")) {
            return like(escaped(string.substring(3)) + '%');
        }
        if (string.startsWith("&s:")) {
            return like('%' + escaped(string.substring(3)));
        }
        throw new InvalidFilterException(
                "a string beginning with & must go on with p:, s: or & but is '" + WireFilters.shown(string) + "'");
    }

    private static String like(String pattern) {
        return " LIKE " + quoted(pattern) + " ESCAPE '!'";
    }

    private static String escaped(String literal) {
        return literal.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static String literal(Object value) throws InvalidFilterException {
        if (value instanceof String string) {
            return quoted(string);
        }
        if (value instanceof Boolean truth) {
            return truth ? "TRUE" : "FALSE";
        }
        if (value instanceof Octets octets) {
            return "0x" + HexFormat.of().withUpperCase().formatHex(octets.toArray());
        }
        if (value instanceof Float || value instanceof Double) {
            return approximate(((Number) value).doubleValue());
        }
        boolean exact = value instanceof Long || value instanceof Integer || value instanceof Short;
        if (exact || value instanceof Byte) {
            return value.toString();
        }
        throw new InvalidFilterException("filters cannot compare with " + WireFilters.describe(value));
    }

    private static String approximate(double value) throws InvalidFilterException {
        if (!Double.isFinite(value)) {
            throw new InvalidFilterException("filters cannot compare with " + value);
        }
        return Double.toString(value);
    }

    private static String quoted(String string) {
        return '\'' + string.replace("'", "''") + '\'';
    }

    private static String bracketed(String key) {
        return '[' + key.replace("[", "[[").replace("]", "]]") + ']';
    }
}
