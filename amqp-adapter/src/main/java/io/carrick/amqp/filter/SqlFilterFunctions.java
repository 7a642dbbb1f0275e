package io.carrick.amqp.filter;

import static io.carrick.broker.selector.ValueType.NUMBER;
import static io.carrick.broker.selector.ValueType.STRING;

import io.carrick.broker.selector.SqlFunction;
import io.carrick.broker.selector.ValueType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions of SQL filters. Characters are code points; positions count from 1, as in SQL. An argument of the wrong
 * type gives NULL.
 *
 * <ul>
 *   <li>{@code LOWER(s)}, {@code UPPER(s)}: in lower or upper case, whatever the locale
 *   <li>{@code LEFT(s, n)}, {@code RIGHT(s, n)}: the first or last n characters, or all if there are fewer
 *   <li>{@code SUBSTRING(s, from, n)}: n characters from a position
 *   <li>{@code DATE(s)}: a date or date and time in ISO 8601 as milliseconds since the epoch; without offset in UTC
 *   <li>{@code UTC()}: when the broker took the message, see {@link MessageFields#timestamp}
 * </ul>
 */
final class SqlFilterFunctions {
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private static final Map<String, SqlFunction<MessageFields>> FUNCTIONS = Stream.of(
                    function("LOWER", STRING, arguments -> ((String) arguments[0]).toLowerCase(Locale.ROOT), STRING),
                    function("UPPER", STRING, arguments -> ((String) arguments[0]).toUpperCase(Locale.ROOT), STRING),
                    function(
                            "LEFT",
                            STRING,
                            arguments -> substring((String) arguments[0], 0, number(arguments[1])),
                            STRING,
                            NUMBER),
                    function("RIGHT", STRING, SqlFilterFunctions::right, STRING, NUMBER),
                    function("SUBSTRING", STRING, SqlFilterFunctions::substring, STRING, NUMBER, NUMBER),
                    function("DATE", NUMBER, arguments -> milliseconds((String) arguments[0]), STRING),
                    new SqlFunction<MessageFields>(
                            "UTC", List.of(), NUMBER, (message, arguments) -> message.timestamp()))
            .collect(Collectors.toUnmodifiableMap(SqlFunction::name, Function.identity()));

    private SqlFilterFunctions() {}

    /** The function with a name in upper case. */
    static Optional<SqlFunction<MessageFields>> named(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    private static SqlFunction<MessageFields> function(
            String name, ValueType result, Function<Object[], Object> body, ValueType... parameters) {
        return new SqlFunction<>(name, List.of(parameters), result, (message, arguments) -> {
            for (int i = 0; i < parameters.length; i++) {
                boolean fits =
                        parameters[i] == STRING ? arguments[i] instanceof String : arguments[i] instanceof Number;
                if (!fits) {
                    return null;
                }
            }
            return body.apply(arguments);
        });
    }

    private static long number(Object argument) {
        return ((Number) argument).longValue();
    }

    private static Object right(Object[] arguments) {
        String string = (String) arguments[0];
        long length = string.codePointCount(0, string.length());
        long count = Math.max(0, number(arguments[1]));
        return substring(string, Math.max(0, length - count), count);
    }

    /** As in SQL-92: characters asked for before the first one count, but there are none. */
    private static Object substring(Object[] arguments) {
        long from = number(arguments[1]);
        long count = number(arguments[2]);
        if (count < 0 || from > Integer.MAX_VALUE || from < Integer.MIN_VALUE || count > Integer.MAX_VALUE) {
            return null;
        }
        long start = Math.max(from, 1);
        return substring((String) arguments[0], start - 1, from + count - start);
    }

    private static String substring(String string, long from, long count) {
        int length = string.codePointCount(0, string.length());
        int first = (int) Math.min(from, length);
        int last = (int) (first + Math.max(0, Math.min(count, length - first)));
        int start = string.offsetByCodePoints(0, first);
        return string.substring(start, string.offsetByCodePoints(start, last - first));
    }

    private static Object milliseconds(String text) {
        try {
            TemporalAccessor parsed = DATE.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return instant(parsed).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            // Not a date: it has no value.
            return null;
        }
    }

    private static OffsetDateTime instant(TemporalAccessor parsed) {
        if (parsed instanceof OffsetDateTime exact) {
            return exact;
        }
        return parsed instanceof LocalDateTime local
                ? local.atOffset(ZoneOffset.UTC)
                : ((LocalDate) parsed).atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
