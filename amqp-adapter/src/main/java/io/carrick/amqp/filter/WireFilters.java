package io.carrick.amqp.filter;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;

/** Reads filters as they come in the filter set of a source (AMQP 1.0 part 3, sections 3.5.3 and 3.5.8). */
public final class WireFilters {
    private static final int SHOWN_MAX = 80;

    private WireFilters() {}

    /**
     * The filter in canonical form that a value of a filter set stands for.
     *
     * @param filter the value as proton-j decodes it
     * @return empty if it is of a kind that is not known here (its link must then be attached without it, or refused)
     * @throws InvalidFilterException if it is of a known kind but not well-formed; the message says what is wrong
     */
    public static Optional<FilterSpec> read(Object filter) throws InvalidFilterException {
        if (!(filter instanceof DescribedType described)) {
            return Optional.empty();
        }
        Optional<FilterDescriptor> descriptor = FilterDescriptor.of(described.getDescriptor());
        return descriptor.isEmpty() ? Optional.empty() : Optional.of(read(descriptor.get(), described.getDescribed()));
    }

    private static FilterSpec read(FilterDescriptor descriptor, Object value) throws InvalidFilterException {
        return switch (descriptor) {
            case SQL -> FilterExpressions.canonical(new FilterSpec(FilterExpressions.SQL, string(descriptor, value)));
            case SELECTOR ->
                FilterExpressions.canonical(new FilterSpec(FilterSpec.SELECTOR, string(descriptor, value)));
            case HEADER, MESSAGE_ANNOTATIONS, PROPERTIES, APPLICATION_PROPERTIES ->
                PropertyFilter.sql(descriptor, map(descriptor, value));
        };
    }

    private static String string(FilterDescriptor descriptor, Object value) throws InvalidFilterException {
        if (value instanceof String || value instanceof Symbol) {
            return value.toString();
        }
        throw new InvalidFilterException(descriptor.title() + " needs a string, not " + describe(value));
    }

    private static Map<?, ?> map(FilterDescriptor descriptor, Object value) throws InvalidFilterException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new InvalidFilterException(descriptor.title() + " needs a map, not " + describe(value));
    }

    /** A name or string from a client, for error messages: shortened, since errors travel in frames. */
    static String shown(Object text) {
        String string = text.toString();
        return string.length() <= SHOWN_MAX ? string : string.substring(0, SHOWN_MAX) + "...";
    }

    static String describe(Object value) {
        return value == null ? "null" : "a value of type " + value.getClass().getSimpleName();
    }
}
