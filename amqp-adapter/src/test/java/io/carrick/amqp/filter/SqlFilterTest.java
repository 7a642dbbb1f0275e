package io.carrick.amqp.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Condition;
import io.carrick.broker.selector.SqlParser;
import io.carrick.broker.selector.Ternary;
import java.util.Random;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables: SQL filter | value for {@link Fields#sample()}. */
class SqlFilterTest {
    private static final Fields MESSAGE = Fields.sample();

    private static Condition<MessageFields> parse(String text) throws InvalidFilterException {
        return SqlParser.parse(text, SqlFilterDialect.INSTANCE);
    }

    private static void check(String text, Ternary expected) throws InvalidFilterException {
        Condition<MessageFields> condition = parse(text);
        assertThat(condition.test(MESSAGE)).as(text).isEqualTo(expected);
        Condition<MessageFields> again = parse(condition.toString());
        assertThat(again.test(MESSAGE)).as("canonical form of " + text).isEqualTo(expected);
        assertThat(again).hasToString(condition.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    header.priority = 7                               | TRUE
                    h.priority > 7                                    | FALSE
                    h.durable                                         | TRUE
                    h.ttl = 60000                                     | TRUE
                    properties.message_id = 'id-123'                  | TRUE
                    p.message-id LIKE 'id-%'                          | TRUE
                    p.user_id = 'some user ID'                        | TRUE
                    p.user-id LIKE '%user%'                           | TRUE
                    p.user_id = 0x736F6D652075736572204944            | TRUE
                    p.user_id = 'other'                               | FALSE
                    p.to LIKE 'to some%'                              | TRUE
                    p.subject IN ('some subject', 'other subject')    | TRUE
                    p.reply_to LIKE 'reply%topic'                     | TRUE
                    p.reply-to LIKE 'reply%topic'                     | TRUE
                    p.correlation_id = 789                            | TRUE
                    500 < p.correlation-id                            | TRUE
                    p.content_type LIKE 'text/%'                      | TRUE
                    'deflate' = p.content-encoding                    | TRUE
                    p.content_encoding NOT IN ('gzip', 'compress')    | TRUE
                    p.absolute_expiry_time = 1311999988888            | TRUE
                    p.creation-time < p.absolute-expiry-time          | TRUE
                    p.group_id = 'some group ID'                      | TRUE
                    p.group_sequence % 3 = 0                          | TRUE
                    p.group-sequence-1 = 998                          | TRUE
                    p.reply_to_group_id = 'other group ID'            | TRUE
                    p.reply-to-group-id IS NOT NULL                   | TRUE
                    application_properties.city = 'London'            | TRUE
                    application-properties.city = 'London'            | TRUE
                    a.city = 'London'                                 | TRUE
                    city = 'London'                                   | TRUE
                    City IS NULL                                      | TRUE
                    m.lane = 3                                        | TRUE
                    message_annotations.lane = 3                      | TRUE
                    message-annotations.lane = 3                      | TRUE
                    m.[x-opt-lane] = 'fast'                           | TRUE
                    [order-status] = 'pending'                        | TRUE
                    a.[order status] = 'open'                         | TRUE
                    [a[[b]]] = 'brackets'                             | TRUE
                    [and] = 'reserved'                                | TRUE
                    a.and = 'reserved'                                | TRUE
                    x.y = 'dotted'                                    | TRUE
                    a.x.y = 'dotted'                                  | TRUE
                    EXISTS(city)                                      | TRUE
                    EXISTS(absent)                                    | FALSE
                    exists (p.reply_to)                               | TRUE
                    NOT EXISTS(m.[x-opt-other])                       | TRUE
                    p.subject IS NULL                                 | FALSE
                    absent IS NULL                                    | TRUE
                    """)
    void shouldFindFieldsOfAllSections(String text, Ternary expected) throws InvalidFilterException {
        check(text, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    country = 'UK'                       | TRUE
                    country = "UK"                       | TRUE
                    city <> "say ""hi"" you"              | TRUE
                    country != 'US'                      | TRUE
                    country > 'DE'                       | TRUE
                    country < 'DE'                       | FALSE
                    country >= 'UK'                      | TRUE
                    country BETWEEN 'A' AND 'Z'          | TRUE
                    country NOT BETWEEN 'A' AND 'Z'      | FALSE
                    '🇬🇧' > 'ﬀ'                            | TRUE
                    'abc' < 'abcd'                       | TRUE
                    country < 1                          | FALSE
                    country <= true                      | FALSE
                    premium >= 'false'                   | FALSE
                    premium <= 0                         | FALSE
                    letter = 'x'                         | TRUE
                    weight = 5.0                         | TRUE
                    weight = '5'                         | FALSE
                    price >= 10.51                       | FALSE
                    huge > 9223372036854775807           | TRUE
                    distance = 1.2E6                     | TRUE
                    tiny_value = 0.00035                 | TRUE
                    when = 1000                          | TRUE
                    bytes = 0x0102FF                     | TRUE
                    bytes = 0x0102ff                     | TRUE
                    bytes > 0x0101                       | TRUE
                    bytes = 'x'                          | FALSE
                    bytes <> 0x01                        | TRUE
                    0x4A = 'J'                           | TRUE
                    'J' < 0x4B                           | TRUE
                    bytes IN (0x01, 0x0102FF)            | TRUE
                    list = 1                             | FALSE
                    list IS NULL                         | FALSE
                    'London' IN (city, country)          | TRUE
                    'London' NOT IN (city, country)      | FALSE
                    price IN (h.priority + 3.5)          | TRUE
                    10.5 IN (true, price)                | TRUE
                    country IN (absent, 'UK')            | TRUE
                    country IN (absent, 'US')            | UNKNOWN
                    country NOT IN (absent, 'US')        | UNKNOWN
                    weight IN (1, 5)                     | TRUE
                    percentage OR active                 | TRUE
                    active OR percentage                 | TRUE
                    missing AND premium                  | FALSE
                    active AND absent                    | UNKNOWN
                    NOT premium                          | TRUE
                    product_id LIKE 'ABC\\_%' ESCAPE '\\' | TRUE
                    city + 'x' LIKE 'Lon%x'              | TRUE
                    weight LIKE '5'                      | FALSE
                    """)
    void shouldCompare(String text, Ternary expected) throws InvalidFilterException {
        check(text, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    weight / 2 = 2.5                                  | TRUE
                    weight / 5 = 1                                    | TRUE
                    quantity / 10 = 10                                | TRUE
                    price / 2 = 5.25                                  | TRUE
                    weight / 0 > 0                                    | UNKNOWN
                    weight / 0.0 > 0                                  | UNKNOWN
                    score / score = score                             | UNKNOWN
                    weight % 2 = 1                                    | TRUE
                    7 % temperature = 2                               | TRUE
                    -7 % temperature = -2                             | TRUE
                    quantity % score = 0                              | UNKNOWN
                    price % 3 = 1.5                                   | TRUE
                    price % 0 = 1                                     | UNKNOWN
                    101 % percentage % weight = 1                     | TRUE
                    101 % (percentage % 30) = 11                      | TRUE
                    weight = -(-81) % percentage -1                   | TRUE
                    6 - -weight = 11                                  | TRUE
                    weight + weight * quantity - -temperature / 2 = 502.5 | TRUE
                    country + weight = 'UK5'                          | UNKNOWN
                    active + premium = 1                              | UNKNOWN
                    +city = 'London'                                  | UNKNOWN
                    country + city = 'UKLondon'                       | TRUE
                    country + '-' + city = 'UK-London'                | TRUE
                    'a' + 'b' = 'ab'                                  | TRUE
                    absent + 'b' = 'b'                                | UNKNOWN
                    weight + 1 + 2 = 8                                | TRUE
                    """)
    void shouldCalculate(String text, Ternary expected) throws InvalidFilterException {
        check(text, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    LOWER(city) = 'london'                            | TRUE
                    upper(city) = 'LONDON'                            | TRUE
                    LOWER(UPPER(city)) = 'london'                     | TRUE
                    LOWER(weight) = '5'                               | UNKNOWN
                    LOWER(absent) = 'x'                               | UNKNOWN
                    LEFT(city, 3) = 'Lon'                             | TRUE
                    LEFT(city, 99) = 'London'                         | TRUE
                    LEFT(city, 0) = ''                                | TRUE
                    LEFT(city, -1) = ''                               | TRUE
                    RIGHT(city, 3) = 'don'                            | TRUE
                    RIGHT(city, 99) = 'London'                        | TRUE
                    RIGHT(city, 0) = ''                               | TRUE
                    RIGHT(city, -5) = ''                              | TRUE
                    SUBSTRING(city, 2, 3) = 'ond'                     | TRUE
                    SUBSTRING(city, 1, 99) = 'London'                 | TRUE
                    SUBSTRING(city, 99, 3) = ''                       | TRUE
                    SUBSTRING(city, 0, 3) = 'Lo'                      | TRUE
                    SUBSTRING(city, -5, 3) = ''                       | TRUE
                    SUBSTRING(city, 1, -1) = ''                       | UNKNOWN
                    SUBSTRING('a🥕b', 2, 1) = '🥕'                     | TRUE
                    LEFT('🥕🥕', 1) + 'x' = '🥕x'                       | TRUE
                    RIGHT('a🥕', 1) = '🥕'                             | TRUE
                    LEFT(city, weight - 3) = 'Lo'                     | TRUE
                    DATE('1970-01-01') = 0                            | TRUE
                    DATE('1970-01-02T00:00') = 86400000               | TRUE
                    DATE('1970-01-01T00:00:01.5') = 1500              | TRUE
                    DATE('1970-01-01T01:00:00Z') = 3600000            | TRUE
                    DATE('1970-01-01T01:00:00+01:00') = 0             | TRUE
                    DATE('1970-13-01') = 0                            | UNKNOWN
                    DATE('yesterday') = 0                             | UNKNOWN
                    DATE('999999999-01-01') = 0                       | UNKNOWN
                    p.creation_time > DATE('2011-07-01')              | TRUE
                    UTC() = 5000                                      | TRUE
                    p.creation_time > UTC() - 3600000                 | TRUE
                    p.absolute_expiry_time IS NULL OR p.absolute_expiry_time > UTC() | TRUE
                    """)
    void shouldCallFunctions(String text, Ternary expected) throws InvalidFilterException {
        check(text, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    properties.group-id='x' and(a.color<>"b") | p.group_id = 'x' AND color <> 'b'
                    header.priority != 4                      | h.priority <> 4
                    [color] = 0xff                            | color = 0xFF
                    message_annotations.[x-opt]=1             | m.[x-opt] = 1
                    a.[and] = 1 or a.x.y=2                    | [and] = 1 OR [x.y] = 2
                    exists(p.to)                              | p.to IS NOT NULL
                    left ( a , 2 )='x'                        | LEFT(a, 2) = 'x'
                    utc() > 0                                 | UTC() > 0
                    """)
    void shouldHaveCanonicalText(String text, String canonical) throws InvalidFilterException {
        assertThat(parse(text)).hasToString(canonical);
        assertThat(parse(canonical)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    header.invalid = 1        | 1  | the section header has no field invalid
                    a = 1 AND p.invalid = 1   | 11 | the section properties has no field invalid
                    h.delivery_count > 1      | 1  | a filter cannot refer to header.delivery_count, which changes from delivery to delivery
                    h.first-acquirer          | 1  | a filter cannot refer to header.first-acquirer, which changes from delivery to delivery
                    d.abc = 1                 | 1  | filters cannot refer to the section delivery_annotations
                    delivery-annotations.a    | 1  | filters cannot refer to the section delivery_annotations
                    f.abc = 1                 | 1  | filters cannot refer to the section footer
                    footer.abc = 1            | 1  | filters cannot refer to the section footer
                    m.[x = 1                  | 1  | a quoted identifier begins here and does not end
                    [x = 1                    | 1  | a quoted identifier begins here and does not end
                    [] = 1                    | 1  | an identifier cannot be empty
                    a.[] = 1                  | 1  | an identifier cannot be empty
                    "x = 1                    | 1  | a string literal begins here and does not end
                    !!!                       | 1  | a character that has no meaning here: !
                    AND NOT                   | 1  | expected a literal, an identifier or '(' but found AND
                    x = 0x123                 | 5  | not a binary value (0x and pairs of hexadecimal digits): 0x123
                    FOO(x) = 1                | 1  | there is no function FOO
                    LOWER() = 'x'             | 7  | expected a literal, an identifier or '(' but found ')'
                    LOWER(x, y) = 'x'         | 8  | expected ')' but found ','
                    LOWER(5) = 'x'            | 7  | expected a string but found a number: 5
                    LEFT(x) = 'x'             | 7  | expected ',' but found ')'
                    LEFT(x, 'a') = 'x'        | 9  | expected a number but found a string: 'a'
                    UTC(1) = 1                | 5  | expected ')' but found 1
                    EXISTS(1)                 | 8  | expected an identifier but found 1
                    EXISTS(a = 1)             | 10 | expected ')' but found '='
                    LOWER(x)                  | 1  | expected a condition but found a string: LOWER(x)
                    'a' - 'b' = 1             | 1  | expected a number but found a string: 'a'
                    'a' + 1 - 'b' = 1         | 11 | expected a number but found a string: 'b'
                    id LIKE 'pattern*' ESCAPE '*' | 9 | the pattern ends with its escape character
                    """)
    void shouldSayWhatIsWrongAndWhere(String text, int position, String problem) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage("Invalid SQL filter at position " + position + ": " + problem);
    }

    @Test
    void shouldCompareIdentifiersOfAnyType() throws InvalidFilterException {
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(parse("p.message_id = 0x00112233445566778899AABBCCDDEEFF").matches(Fields.of("p.message-id", uuid)))
                .isTrue();
        assertThat(parse("p.correlation_id = 0x0123")
                        .matches(Fields.of("p.correlation-id", new Binary(new byte[] {1, 0x23}))))
                .isTrue();
        assertThat(parse("p.user_id = 0xFF").matches(Fields.of("p.user-id", new byte[] {-1})))
                .isTrue();
    }

    @Test
    void shouldNotJoinStringsWithoutLimit() throws InvalidFilterException {
        String big = "x".repeat(100_000);
        Condition<MessageFields> condition = parse("a" + " + a".repeat(100) + " <> ''");
        assertThat(condition.test(Fields.of("a", big))).isEqualTo(Ternary.UNKNOWN);
    }

    @Test
    void shouldRefuseOrCompileAnything() {
        String[] pieces = {
            "a",
            "p.",
            "p.subject",
            "h.priority",
            "p.group-id",
            "m.",
            "[",
            "]",
            "[x y]",
            "a.[b",
            "\"",
            "'",
            "'x'",
            "0x",
            "0xFF",
            "UTC()",
            "LOWER(",
            "EXISTS(",
            ")",
            "(",
            ",",
            "=",
            "!=",
            "%",
            "+",
            "-",
            "AND",
            "NOT",
            "IN",
            "LIKE",
            ".",
            "1",
            "1.5",
            "application-properties.",
            "message-annotations.x",
            " ",
            "🥕",
            "\ud83e",
            "\0",
            "IS NULL"
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int compiled = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length >= 0; length--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
            }
            compiled += compile(text.toString(), seed);
        }
        assertThat(compiled).isPositive();
    }

    private static int compile(String text, long seed) {
        try {
            Condition<MessageFields> condition = parse(text);
            Ternary value = condition.test(MESSAGE);
            Condition<MessageFields> again = parse(condition.toString());
            assertThat(again).as("seed %d: %s", seed, text).hasToString(condition.toString());
            assertThat(again.test(MESSAGE)).as("seed %d: %s", seed, text).isEqualTo(value);
            return 1;
        } catch (InvalidFilterException e) {
            assertThat(e).hasMessageStartingWith("Invalid SQL filter at position ");
            return 0;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + seed + ": " + text, e);
        }
    }
}
