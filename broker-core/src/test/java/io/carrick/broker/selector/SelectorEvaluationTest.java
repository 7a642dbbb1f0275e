package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.InvalidFilterException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of conditions, unknown told apart from false. Tables: selector | value for {@link Properties#sample()}. */
class SelectorEvaluationTest {
    private static final Properties MESSAGE = Properties.sample();

    private static void check(String selector, Ternary expected) throws InvalidFilterException {
        Condition<PropertySource> condition = SqlParser.parse(selector, SelectorDialect.INSTANCE);
        assertThat(condition.test(MESSAGE)).as(selector).isEqualTo(expected);
        assertThat(condition.matches(MESSAGE)).as(selector).isEqualTo(expected == Ternary.TRUE);
        Condition<PropertySource> again = SqlParser.parse(condition.toString(), SelectorDialect.INSTANCE);
        assertThat(again.test(MESSAGE)).as("canonical form of " + selector).isEqualTo(expected);
        assertThat(again.toString()).as("canonical text is stable").isEqualTo(condition.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    yes AND yes      | TRUE
                    yes AND no       | FALSE
                    yes AND none     | UNKNOWN
                    no AND yes       | FALSE
                    no AND no        | FALSE
                    no AND none      | FALSE
                    none AND yes     | UNKNOWN
                    none AND no      | FALSE
                    none AND none    | UNKNOWN
                    yes OR yes       | TRUE
                    yes OR no        | TRUE
                    yes OR none      | TRUE
                    no OR yes        | TRUE
                    no OR no         | FALSE
                    no OR none       | UNKNOWN
                    none OR yes      | TRUE
                    none OR no       | UNKNOWN
                    none OR none     | UNKNOWN
                    NOT yes          | FALSE
                    NOT no           | TRUE
                    NOT none         | UNKNOWN
                    NOT NOT yes      | TRUE
                    NOT NOT NOT yes  | FALSE
                    NOT NOT none     | UNKNOWN
                    """)
    void shouldFollowTheTruthTables(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    yes                               | TRUE
                    TRUE                              | TRUE
                    FALSE                             | FALSE
                    (TRUE)                            | TRUE
                    t                                 | UNKNOWN
                    i                                 | UNKNOWN
                    NOT i                             | UNKNOWN
                    i OR yes                          | TRUE
                    NOT no AND yes                    | TRUE
                    NOT (yes AND no)                  | TRUE
                    NOT yes OR yes                    | TRUE
                    yes OR no AND no                  | TRUE
                    (yes OR no) AND no                | FALSE
                    no AND no OR yes                  | TRUE
                    no AND (no OR yes)                | FALSE
                    NOT i = 42                        | FALSE
                    NOT i = 41 AND yes                | TRUE
                    i = 42 AND t = 'text' OR no       | TRUE
                    (i = 42) = TRUE                   | TRUE
                    (i = 42) = (d > 1)                | TRUE
                    (none = 42) = TRUE                | UNKNOWN
                    (i = 41) <> yes                   | TRUE
                    """)
    void shouldApplyLogicInOrderOfPrecedence(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    i = 42                | TRUE
                    42 = i                | TRUE
                    i <> 42               | FALSE
                    i <> 41               | TRUE
                    i < 43                | TRUE
                    i < 42                | FALSE
                    i <= 42               | TRUE
                    i <= 41               | FALSE
                    i > 41                | TRUE
                    i > 42                | FALSE
                    i >= 42               | TRUE
                    i >= 43               | FALSE
                    b = 7                 | TRUE
                    s = 300               | TRUE
                    l = 5000000000        | TRUE
                    l > i                 | TRUE
                    i = 42.0              | TRUE
                    i < 42.5              | TRUE
                    i > 41.5              | TRUE
                    f = 1.5               | TRUE
                    d = 2.25              | TRUE
                    f < d                 | TRUE
                    d >= 2                | TRUE
                    d <= 2                | FALSE
                    d <> 2.25             | FALSE
                    max = 9223372036854775807  | TRUE
                    max > 9223372036854775806  | TRUE
                    min = -9223372036854775808 | TRUE
                    nan = nan             | FALSE
                    nan <> nan            | TRUE
                    nan < 1               | FALSE
                    t = 'text'            | TRUE
                    t = 'TEXT'            | FALSE
                    t <> 'text'           | FALSE
                    t <> 'other'          | TRUE
                    'text' = t            | TRUE
                    quote = 'it''s'       | TRUE
                    empty = ''            | TRUE
                    t = t                 | TRUE
                    yes = TRUE            | TRUE
                    yes = true            | TRUE
                    yes <> FALSE          | TRUE
                    no = FALSE            | TRUE
                    no = TRUE             | FALSE
                    yes = no              | FALSE
                    """)
    void shouldCompareLikeTypes(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    number = 42           | FALSE
                    number <> 42          | FALSE
                    number > 1            | FALSE
                    number <= 100         | FALSE
                    NOT number = 42       | TRUE
                    i = '42'              | FALSE
                    i <> '42'             | FALSE
                    yes = 'TRUE'          | FALSE
                    yes = 1               | FALSE
                    yes <> 1              | FALSE
                    yes > 0               | FALSE
                    t = TRUE              | FALSE
                    t > t                 | FALSE
                    yes >= yes            | FALSE
                    'a' = 1               | FALSE
                    TRUE = 1              | FALSE
                    other = 'x'           | FALSE
                    other <> 'x'          | FALSE
                    other = 1             | FALSE
                    t BETWEEN 1 AND 2     | FALSE
                    t NOT BETWEEN 1 AND 2 | FALSE
                    """)
    void shouldTakeComparisonsOfUnlikeTypesForFalse(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    none = 1              | UNKNOWN
                    none <> 1             | UNKNOWN
                    none < 1              | UNKNOWN
                    none <= 1             | UNKNOWN
                    none > 1              | UNKNOWN
                    none >= 1             | UNKNOWN
                    1 = none              | UNKNOWN
                    none = none           | UNKNOWN
                    none <> none          | UNKNOWN
                    none = 'a'            | UNKNOWN
                    none = TRUE           | UNKNOWN
                    NOT none = 1          | UNKNOWN
                    none + 1 = 1          | UNKNOWN
                    i + none = 1          | UNKNOWN
                    -none = 1             | UNKNOWN
                    none BETWEEN 1 AND 2  | UNKNOWN
                    none NOT BETWEEN 1 AND 2 | UNKNOWN
                    i BETWEEN none AND 50 | UNKNOWN
                    i BETWEEN none AND 40 | FALSE
                    i BETWEEN 50 AND none | FALSE
                    i BETWEEN 40 AND none | UNKNOWN
                    i NOT BETWEEN none AND 40 | TRUE
                    i NOT BETWEEN 50 AND none | TRUE
                    none IN ('a')         | UNKNOWN
                    none NOT IN ('a')     | UNKNOWN
                    none LIKE '%'         | UNKNOWN
                    none NOT LIKE '%'     | UNKNOWN
                    none IS NULL          | TRUE
                    none IS NOT NULL      | FALSE
                    t IS NULL             | FALSE
                    t IS NOT NULL         | TRUE
                    empty IS NULL         | FALSE
                    other IS NULL         | FALSE
                    NOT none IS NULL      | FALSE
                    JMSCorrelationID IS NULL | TRUE
                    """)
    void shouldTreatWhatIsMissingAsUnknown(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    i + 1 = 43               | TRUE
                    i - 1 = 41               | TRUE
                    i * 2 = 84               | TRUE
                    i / 5 = 8                | TRUE
                    i / 5.0 = 8.4            | TRUE
                    i / -5 = -8              | TRUE
                    d * 2 = 4.5              | TRUE
                    f + d = 3.75             | TRUE
                    1 + 2 * 3 = 7            | TRUE
                    (1 + 2) * 3 = 9          | TRUE
                    10 - 4 - 3 = 3           | TRUE
                    10 - (4 - 3) = 9         | TRUE
                    24 / 4 / 2 = 3           | TRUE
                    24 / (4 / 2) = 12        | TRUE
                    24 / 4 * 2 = 12          | TRUE
                    2 * 3 + 4 * 5 = 26       | TRUE
                    -i = -42                 | TRUE
                    +i = 42                  | TRUE
                    - -i = 42                | TRUE
                    -(i + 1) = -43           | TRUE
                    -(-(i)) = 42             | TRUE
                    i - -1 = 43              | TRUE
                    i+1>i                    | TRUE
                    i + 1 > 42 + 1           | FALSE
                    2147483647 + 1 = 2147483648 | TRUE
                    i * 2147483647 = 90194313174 | TRUE
                    i / 0 = 1                | UNKNOWN
                    1 / 0 = 1                | UNKNOWN
                    i / 0.0 = 1              | UNKNOWN
                    d / 0 > 1                | UNKNOWN
                    max + 1 > 0              | UNKNOWN
                    max + 1 < 0              | UNKNOWN
                    min - 1 < 0              | UNKNOWN
                    max * 2 > 0              | UNKNOWN
                    min / -1 > 0             | UNKNOWN
                    -min > 0                 | UNKNOWN
                    max - max = 0            | TRUE
                    max + 0.0 > 0            | TRUE
                    t + 1 = 1                | UNKNOWN
                    -t = 1                   | UNKNOWN
                    +t = 'text'              | UNKNOWN
                    yes + 1 = 2              | UNKNOWN
                    """)
    void shouldCalculate(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    i BETWEEN 42 AND 42       | TRUE
                    i BETWEEN 41 AND 43       | TRUE
                    i BETWEEN 43 AND 50       | FALSE
                    i BETWEEN 43 AND 41       | FALSE
                    i NOT BETWEEN 41 AND 43   | FALSE
                    i NOT BETWEEN 43 AND 50   | TRUE
                    i BETWEEN 41.5 AND 42.5   | TRUE
                    i BETWEEN b * 6 AND s     | TRUE
                    i + 1 BETWEEN 43 AND 43   | TRUE
                    i BETWEEN 1 AND 50 AND yes | TRUE
                    i BETWEEN 1 AND 50 AND no  | FALSE
                    NOT i BETWEEN 1 AND 50    | FALSE
                    Country IN ('UK', 'US', 'France')     | TRUE
                    Country IN ('US')                     | FALSE
                    Country NOT IN ('UK', 'US', 'France') | FALSE
                    Country NOT IN ('US')                 | TRUE
                    Country IN ('uk')                     | FALSE
                    i IN ('42')                           | FALSE
                    i NOT IN ('42')                       | TRUE
                    quote IN ('it''s')                    | TRUE
                    """)
    void shouldCheckRangesAndLists(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    JMSType = 'order'                        | TRUE
                    JMSPriority >= 4                         | TRUE
                    JMSXGroupID = 'g1'                       | TRUE
                    JMS_custom IS NULL                       | TRUE
                    JMSXanything IS NULL                     | TRUE
                    "x-region.eu" = 'north'                  | TRUE
                    "t" = 'text'                             | TRUE
                    "no ""such"" property" IS NULL           | TRUE
                    country = 'UK'                           | UNKNOWN
                    Country = 'UK'                           | TRUE
                    "and" IS NULL                            | TRUE
                    $a_1 IS NULL                             | TRUE
                    _ IS NULL                                | TRUE
                    größe IS NULL                            | TRUE
                    """)
    void shouldFindPropertiesByName(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    57 = 57.                     | TRUE
                    -957 = -957.0                | TRUE
                    +62 = 62                     | TRUE
                    7E3 = 7000                   | TRUE
                    -57.9E2 = -5790              | TRUE
                    7. = 7                       | TRUE
                    .5 = 0.5                     | TRUE
                    .5e1 = 5                     | TRUE
                    1e-2 = 0.01                  | TRUE
                    1E+2 = 100                   | TRUE
                    5L = 5                       | TRUE
                    5l = 5                       | TRUE
                    1.5f = 1.5                   | TRUE
                    1.5D = 1.5                   | TRUE
                    5f = 5                       | TRUE
                    5d = 5                       | TRUE
                    0.1f = 0.1                   | FALSE
                    0x1F = 31                    | TRUE
                    0XffL = 255                  | TRUE
                    0xFFFFFFFF = 4294967295      | TRUE
                    0x7FFFFFFFFFFFFFFF = max     | TRUE
                    0xFFFFFFFFFFFFFFFF = -1      | TRUE
                    0777 = 511                   | TRUE
                    00 = 0                       | TRUE
                    0b101 = 5                    | TRUE
                    0x1.8p1 = 3                  | TRUE
                    0x10p-1 = 8                  | TRUE
                    1_000_000 = 1000000          | TRUE
                    09.5 = 9.5                   | TRUE
                    0.0 = -0.0                   | TRUE
                    0e5 = 0                      | TRUE
                    9223372036854775807 = max    | TRUE
                    -9223372036854775808 = min   | TRUE
                    - 9223372036854775808 = min  | TRUE
                    9007199254740993 = 9007199254740993 | TRUE
                    9007199254740993 = 9007199254740992 | FALSE
                    'a''b' = 'a''b'              | TRUE
                    '' = ''                      | TRUE
                    '''' = quote                 | FALSE
                    tRuE = True                  | TRUE
                    """)
    void shouldReadLiterals(String selector, Ternary expected) throws InvalidFilterException {
        check(selector, expected);
    }
}
