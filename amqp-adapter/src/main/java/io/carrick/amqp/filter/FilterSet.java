package io.carrick.amqp.filter;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of several filters: for each, its language, the length of its text in chars, and the text, each followed by
 * a space or, at the end, a line feed. For example {@code amqp-sql 17 p.subject = 'new'} and {@code selector 5 a = 1}.
 */
final class FilterSet {
    private static final Pattern PREFIX = Pattern.compile("([a-z-]{1,64}) ([0-9]{1,9}) ");

    private FilterSet() {}

    /** The filters without duplicates, in an order that does not depend on theirs. */
    static List<FilterSpec> sorted(List<FilterSpec> filters) {
        return filters.stream()
                .distinct()
                .sorted(Comparator.comparing(FilterSpec::language).thenComparing(FilterSpec::text))
                .toList();
    }

    static String text(List<FilterSpec> filters) {
        StringBuilder text = new StringBuilder();
        for (FilterSpec filter : filters) {
            text.append(filter.language())
                    .append(' ')
                    .append(filter.text().length())
                    .append(' ');
            text.append(filter.text()).append('\n');
        }
        return text.toString();
    }

    static List<FilterSpec> parse(String text) throws InvalidFilterException {
        List<FilterSpec> filters = new ArrayList<>();
        Matcher prefix = PREFIX.matcher(text);
        int position = 0;
        while (position < text.length()) {
            if (!prefix.region(position, text.length()).lookingAt()) {
                throw error(position, "expected a language and a length");
            }
            int start = prefix.end();
            int end = start + Integer.parseInt(prefix.group(2));
            if (end >= text.length() || text.charAt(end) != '\n') {
                throw error(start, "expected " + prefix.group(2) + " characters and a line feed");
            }
            if (prefix.group(1).equals(FilterExpressions.FILTER_SET)) {
                throw error(position, "a filter set cannot contain another");
            }
            filters.add(new FilterSpec(prefix.group(1), text.substring(start, end)));
            position = end + 1;
        }
        if (filters.isEmpty()) {
            throw error(0, "expected a filter but found the end");
        }
        return filters;
    }

    private static InvalidFilterException error(int index, String problem) {
        return new InvalidFilterException("Invalid filter set at position " + (index + 1) + ": " + problem);
    }
}
