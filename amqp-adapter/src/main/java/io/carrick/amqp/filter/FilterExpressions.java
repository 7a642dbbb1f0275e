package io.carrick.amqp.filter;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Condition;
import io.carrick.broker.selector.Selector;
import io.carrick.broker.selector.SqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Compiles filters that have become text. */
public final class FilterExpressions {
    /** The SQL filter of AMQP Filter Expressions, section 6; property filters are translated into it. */
    public static final String SQL = "amqp-sql";

    /** Several filters, all of which a message must pass; the text is that of {@link #and}. */
    public static final String FILTER_SET = "amqp-filter-set";

    private FilterExpressions() {}

    /**
     * Compiles a filter.
     *
     * @param filter in the language {@link #SQL}, {@link #FILTER_SET} or {@link FilterSpec#SELECTOR}
     * @return an immutable and thread-safe predicate
     * @throws InvalidFilterException if it is not in its language, or there is no such language; the message says what
     *     is wrong and where
     */
    public static Predicate<MessageFields> compile(FilterSpec filter) throws InvalidFilterException {
        return switch (filter.language()) {
            case SQL -> sql(filter.text())::matches;
            case FilterSpec.SELECTOR -> Selector.parse(filter.text())::matches;
            case FILTER_SET -> all(FilterSet.parse(filter.text()));
            default -> throw new InvalidFilterException("there is no filter language " + filter.language());
        };
    }

    private static Condition<MessageFields> sql(String text) throws InvalidFilterException {
        return SqlParser.parse(text, SqlFilterDialect.INSTANCE);
    }

    private static Predicate<MessageFields> all(List<FilterSpec> filters) throws InvalidFilterException {
        List<Predicate<MessageFields>> compiled = new ArrayList<>();
        for (FilterSpec filter : filters) {
            compiled.add(compile(filter));
        }
        List<Predicate<MessageFields>> conjuncts = List.copyOf(compiled);
        return message -> {
            for (int i = 0; i < conjuncts.size(); i++) {
                if (!conjuncts.get(i).test(message)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** The filter with its canonical text: equal for filters that differ only in how they are written. */
    public static FilterSpec canonical(FilterSpec filter) throws InvalidFilterException {
        return switch (filter.language()) {
            case SQL -> new FilterSpec(SQL, sql(filter.text()).toString());
            case FilterSpec.SELECTOR ->
                new FilterSpec(
                        FilterSpec.SELECTOR, Selector.parse(filter.text()).text());
            case FILTER_SET -> and(FilterSet.parse(filter.text()));
            default -> throw new InvalidFilterException("there is no filter language " + filter.language());
        };
    }

    /**
     * The filter that passes what all of the filters pass (AMQP 1.0 part 3, section 3.5.8), in canonical form whatever
     * their order: one filter alone is itself, several are a {@link #FILTER_SET}.
     *
     * @param filters at least one
     */
    public static FilterSpec and(List<FilterSpec> filters) throws InvalidFilterException {
        List<FilterSpec> parts = new ArrayList<>();
        for (FilterSpec filter : filters) {
            FilterSpec canonical = canonical(filter);
            parts.addAll(
                    canonical.language().equals(FILTER_SET) ? FilterSet.parse(canonical.text()) : List.of(canonical));
        }
        List<FilterSpec> distinct = FilterSet.sorted(parts);
        return distinct.size() == 1 ? distinct.get(0) : new FilterSpec(FILTER_SET, FilterSet.text(distinct));
    }
}
