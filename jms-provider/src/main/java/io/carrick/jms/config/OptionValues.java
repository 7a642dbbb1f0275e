package io.carrick.jms.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values that options were given. Immutable. */
final class OptionValues {
    private static final Logger LOG = LoggerFactory.getLogger(OptionValues.class);

    private final Map<String, String> given;

    private OptionValues(Map<String, String> given) {
        this.given = given;
    }

    /**
     * Checks names and values.
     *
     * @throws IllegalArgumentException if there is no such option, or it does not permit such a value
     */
    static OptionValues of(Map<String, String> given, OptionGroup... groups) {
        Map<String, String> known = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            Optional<Option<?>> option = OptionGroup.find(name, groups);
            if (option.isPresent()) {
                option.get().parse(value);
                known.put(name, value);
            } else if (OptionGroup.ignores(name, groups)) {
                LOG.debug("Option {} has no effect here and is ignored", name);
            } else {
                throw new IllegalArgumentException(OptionGroup.complaint(name, groups));
            }
        });
        return new OptionValues(known);
    }

    /** The value given, or else the default. */
    <T> T get(Option<T> option) {
        String value = given.get(option.name());
        return value == null ? option.defaultValue() : option.parse(value);
    }

    int getInt(Option<Long> option) {
        return (int) Math.min(Integer.MAX_VALUE, get(option));
    }

    /** The values given to an option that stands for many, by the rest of the name. */
    Map<String, String> getMany(Option<Map<String, String>> option) {
        Map<String, String> values = new TreeMap<>();
        given.forEach((name, value) -> {
            if (option.covers(name)) {
                values.put(name.substring(option.prefix().length()), value);
            }
        });
        return values;
    }

    /** The first of some options that was given a value, or else the default of the last. */
    <T> T first(List<Option<T>> options) {
        return options.stream()
                .filter(option -> given.containsKey(option.name()))
                .findFirst()
                .map(this::get)
                .orElse(options.get(options.size() - 1).defaultValue());
    }
}
