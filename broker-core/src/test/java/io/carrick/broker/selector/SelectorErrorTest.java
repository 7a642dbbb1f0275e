package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.InvalidFilterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error says where it is, what was found and what was expected. */
class SelectorErrorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    AND               | 1  | expected a literal, an identifier or '(' but found AND
                    a =               | 4  | expected a literal, an identifier or '(' but found the end
                    a = 1 b           | 7  | expected AND, OR or the end but found b
                    a = 1 AND         | 10 | expected a literal, an identifier or '(' but found the end
                    a = 1 OR OR b     | 10 | expected a literal, an identifier or '(' but found OR
                    (a = 1            | 7  | expected ')' but found the end
                    a = 1)            | 6  | expected AND, OR or the end but found ')'
                    ()                | 2  | expected a literal, an identifier or '(' but found ')'
                    a = b = c         | 7  | expected AND, OR or the end (comparisons do not chain) but found '='
                    a == 1            | 4  | expected a literal, an identifier or '(' but found '='
                    a ! 1             | 3  | a character that has no meaning here: !
                    a != 1            | 3  | a character that has no meaning here: !
                    a % 2 = 1         | 3  | a character that has no meaning here: %
                    a.b = 1           | 2  | a character that has no meaning here: .
                    a = 'x            | 5  | a string literal begins here and does not end
                    "a = 1            | 1  | a quoted identifier begins here and does not end
                    "" = 1            | 1  | an identifier cannot be empty
                    a = 1x            | 5  | not a number: 1x
                    a = 1_            | 5  | not a number: 1_
                    a = 08            | 5  | not a number of 64 bits: 08
                    a = 0x            | 5  | not a number of 64 bits: 0x
                    a = 1e            | 5  | not a number: 1e
                    a = 1e999         | 5  | too large a number: 1e999
                    a = 1e-999        | 5  | too small a number: 1e-999
                    a = 9223372036854775808 | 5 | not a number of 64 bits: 9223372036854775808
                    a = 1.2.3         | 8  | expected AND, OR or the end but found .3
                    1                 | 1  | expected a condition but found a number: 1
                    'a'               | 1  | expected a condition but found a string: 'a'
                    a + 1             | 1  | expected a condition but found a number: a + 1
                    a = 1 AND 'x'     | 11 | expected a condition but found a string: 'x'
                    NOT 5             | 5  | expected a condition but found a number: 5
                    NULL = a          | 1  | expected a literal, an identifier or '(' but found NULL
                    a = NULL          | 5  | expected a literal, an identifier or '(' but found NULL
                    a IS 5            | 6  | expected NULL but found 5
                    a IS NOT 5        | 10 | expected NULL but found 5
                    5 IS NULL         | 1  | expected an identifier before IS NULL but found 5
                    a NOT 5           | 7  | expected BETWEEN, IN or LIKE but found 5
                    a < 'b'           | 5  | expected a number but found a string: 'b'
                    'b' >= a          | 1  | expected a number but found a string: 'b'
                    a > TRUE          | 5  | expected a number but found a condition: TRUE
                    a BETWEEN 'a' AND 'b' | 11 | expected a number but found a string: 'a'
                    a BETWEEN 1 OR 2  | 13 | expected AND but found OR
                    a BETWEEN 1       | 12 | expected AND but found the end
                    a + 'b' = 1       | 5  | expected a number but found a string: 'b'
                    -'b' = 1          | 2  | expected a number but found a string: 'b'
                    TRUE * 2 = 1      | 1  | expected a number but found a condition: TRUE
                    a IN 'x'          | 6  | expected '(' but found 'x'
                    a IN ()           | 7  | expected a string literal but found ')'
                    a IN (1)          | 7  | expected a string literal but found 1
                    a IN ('x',)       | 11 | expected a string literal but found ')'
                    a IN ('x' 'y')    | 11 | expected ',' or ')' but found 'y'
                    5 IN ('x')        | 1  | expected an identifier before IN but found 5
                    a LIKE 5          | 8  | expected a string literal but found 5
                    a LIKE b          | 8  | expected a string literal but found b
                    'a' LIKE 'a'      | 1  | expected an identifier before LIKE but found 'a'
                    a LIKE 'x' ESCAPE 5    | 19 | expected a string literal but found 5
                    a LIKE 'x' ESCAPE 'ab' | 8  | the escape character must be one character but is 'ab'
                    a LIKE 'x' ESCAPE ''   | 8  | the escape character must be one character but is ''
                    a LIKE 'x!' ESCAPE '!' | 8  | the pattern ends with its escape character
                    LOWER(a) = 'x'    | 1  | there is no function LOWER
                    JMSDestination = 'q' | 1 | a selector cannot refer to JMSDestination
                    a = 1 AND JMSExpiration > 0 | 11 | a selector cannot refer to JMSExpiration
                    "JMSReplyTo" = 'q'   | 1 | a selector cannot refer to JMSReplyTo
                    JMSRedelivered       | 1 | a selector cannot refer to JMSRedelivered
                    a = #             | 5  | a character that has no meaning here: #
                    a = 1; b          | 6  | a character that has no meaning here: ;
                    """)
    void shouldSayWhatIsWrongAndWhere(String selector, int position, String problem) {
        assertThatThrownBy(() -> Selector.parse(selector))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageStartingWith("Invalid selector at position " + position + ": " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void shouldRefuseAnEmptySelector(String selector) {
        assertThatThrownBy(() -> Selector.parse(selector)).hasMessageEndingWith("but found the end");
    }

    @Test
    void shouldRefuseTextThatIsTooLong() {
        String text = "a = '" + "x".repeat(SqlParser.LENGTH_MAX) + "'";
        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageContaining("longer than 65536 characters: " + text.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = %s", "NOT ('%s' + 1 = 2)", "JMSx%s = 1", "a = 1%s", "'%s'"})
    void shouldNotQuoteLongTextsInFull(String selector) {
        String text = selector.replace("%s", "1".repeat(50_000));
        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOf(InvalidFilterException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).endsWith("..."));
    }

    @Test
    void shouldRefuseNestingThatIsTooDeep() throws InvalidFilterException {
        String deepest = "(".repeat(SqlParser.NESTING_MAX) + "a = 1" + ")".repeat(SqlParser.NESTING_MAX);
        assertThat(Selector.parse(deepest).text()).isEqualTo("a = 1");
        assertThatThrownBy(() -> Selector.parse("(" + deepest + ")"))
                .hasMessage("Invalid selector at position 257: nested deeper than 256");
    }

    @Test
    void shouldNotRecurseWithTheLengthOfChains() throws InvalidFilterException {
        Properties message = Properties.of("a", 1);
        int length = 10_000;
        assertThat(Selector.parse("0" + "+1".repeat(length) + "=" + length).matches(message))
                .isTrue();
        assertThat(Selector.parse("a" + "*1".repeat(length) + "=1").matches(message))
                .isTrue();
        assertThat(Selector.parse("-".repeat(2 * length) + "a = 1").matches(message))
                .isTrue();
        assertThat(Selector.parse("NOT ".repeat(length) + "a = 1").matches(message))
                .isTrue();
        assertThat(Selector.parse("a=2" + " OR a".repeat(length) + " OR a=1").matches(message))
                .isTrue();
        assertThat(Selector.parse("a=1" + " AND a=1".repeat(length / 2)).matches(message))
                .isTrue();
        assertThat(Selector.parse("(1+".repeat(200) + "a" + "+1".repeat(length) + ")".repeat(200) + ">0")
                        .matches(message))
                .isTrue();
    }
}
