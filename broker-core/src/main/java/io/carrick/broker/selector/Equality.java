package io.carrick.broker.selector;

import java.util.List;

/**
 * A property that must have one of a few values.
 *
 * @param identifier name of the property
 * @param values its possible values as {@link #key keys}, without duplicates, never empty
 */
public record Equality(String identifier, List<Object> values) {
    /** From here on neighbouring longs share a double, and so a key. */
    private static final long EXACT_DOUBLES_END = 1L << 53;

    public Equality {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values for " + identifier);
        }
    }

    /**
     * A form of a value in which {@link Object#equals} is true for all values that a selector's {@code =} takes for
     * equal: 1, 1L and 1.0 have one key. (Very large different numbers may share a key: a selector's {@code =}
     * compares a long with a double as Java does, with loss.)
     *
     * @return null for values that equal nothing, null among them
     */
    public static Object key(Object value) {
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Long exact) {
            return -EXACT_DOUBLES_END < exact && exact < EXACT_DOUBLES_END ? exact : (Object) (double) exact;
        }
        if (Numbers.isExact(value)) {
            return ((Number) value).longValue();
        }
        return Numbers.isApproximate(value) ? key(((Number) value).doubleValue()) : null;
    }

    private static Object key(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        boolean exact = Math.abs(value) < EXACT_DOUBLES_END && value == Math.rint(value);
        return exact ? (Object) (long) value : (Object) value;
    }
}
