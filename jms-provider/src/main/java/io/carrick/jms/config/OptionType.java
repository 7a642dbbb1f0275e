package io.carrick.jms.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A kind of values.
 *
 * @param permitted the values there are, as the documentation and complaints say it
 * @param parser throws IllegalArgumentException for others
 */
record OptionType<T>(String permitted, Function<String, T> parser) {
    static final OptionType<Boolean> BOOLEAN = new OptionType<>("true or false", OptionType::parseBoolean);
    static final OptionType<String> TEXT = new OptionType<>("text", Function.identity());
    static final OptionType<List<String>> LIST = new OptionType<>("a comma-separated list", OptionType::parseList);
    static final OptionType<Long> MILLIS = longs("milliseconds", 0, Long.MAX_VALUE);
    static final OptionType<Long> MILLIS_POSITIVE = longs("milliseconds, at least 1", 1, Long.MAX_VALUE);
    static final OptionType<Long> MILLIS_OR_EVER = longs("milliseconds; -1 for ever", -1, Long.MAX_VALUE);
    static final OptionType<Integer> COUNT_OR_UNLIMITED = ints("a number; -1 for no limit", -1, Integer.MAX_VALUE);
    static final OptionType<Double> FACTOR = new OptionType<>("a number, at least 1", OptionType::parseFactor);
    /** Of options that stand for many, whose names end in {@code .*}: the values by the rest of the name. */
    static final OptionType<Map<String, String>> TEXTS = new OptionType<>("text", value -> Map.of());

    static OptionType<Integer> ints(int min, int max) {
        return ints(max == Integer.MAX_VALUE ? "a number, at least " + min : min + " to " + max, min, max);
    }

    private static OptionType<Integer> ints(String permitted, int min, int max) {
        return new OptionType<>(permitted, value -> (int) parseLong(value, min, max));
    }

    static OptionType<Long> longs(String permitted, long min, long max) {
        return new OptionType<>(permitted, value -> parseLong(value, min, max));
    }

    static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
        return new OptionType<>(names, value -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT)));
    }

    /** A list of names out of those given, in capitals. */
    static OptionType<List<String>> listOf(List<String> names) {
        return new OptionType<>("a list out of " + String.join(", ", names), value -> {
            List<String> parts = parseList(value.toUpperCase(Locale.ROOT));
            if (!names.containsAll(parts)) {
                throw new IllegalArgumentException(value);
            }
            return parts;
        });
    }

    private static boolean parseBoolean(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(value);
        };
    }

    private static List<String> parseList(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static long parseLong(String value, long min, long max) {
        long number = Long.parseLong(value);
        if (number < min || number > max) {
            throw new IllegalArgumentException(value);
        }
        return number;
    }

    private static double parseFactor(String value) {
        double factor = Double.parseDouble(value);
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException(value);
        }
        return factor;
    }
}
