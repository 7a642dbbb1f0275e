package io.carrick.jms.selector;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidSelectorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUE",
                "flag",
                "NOT flag AND (other OR false)",
                "JMSType = 'car' AND color = 'blue' AND weight > 2500",
                "phone LIKE '12%3' and word not like 'l_se'",
                "underscored LIKE '\\_%' ESCAPE '\\'",
                "Country IN ('UK', 'US', 'Fran''ce')",
                "Country NOT IN ('UK')",
                "prop_name IS NULL OR prop_name is not null",
                "age BETWEEN 15 AND 19",
                "age NOT BETWEEN -1.5E3 AND 7.",
                "a = 0x1F AND b = 017 AND c = 5L AND d = .5 AND e = 7E3 AND f = 1.5f",
                "-(a + 2) * 3 / b <> -c",
                "$_id9 = 'x' AND JMS_Carrick = 1 AND JMSXGroupSeq > 3",
                "JMSMessageID = 'ID:1' OR JMSPriority >= 4 OR JMSTimestamp < 5 OR JMSDeliveryMode = 'PERSISTENT'",
                "'a' = 1",
                "(a) = (b = c)",
                "\"order.id\" = 7",
                "größe > 1",
            })
    void shouldAcceptWhatTheSpecificationAllows(String selector) {
        assertThatCode(() -> SelectorSyntax.check(selector)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            AND                    | 1  | expected a literal, an identifier or ( but found AND
            a =                    | 4  | expected a literal, an identifier or ( but found the end
            a = 1 b                | 7  | expected AND, OR or the end but found b
            a = 1 OR OR b          | 10 | expected a literal, an identifier or ( but found OR
            (a = 1                 | 7  | expected ) but found the end
            a = 1)                 | 6  | expected AND, OR or the end but found )
            a = b = c              | 7  | expected AND, OR or the end but found =
            a != 1                 | 3  | a character that has no meaning here: !
            a.b = 1                | 2  | a character that has no meaning here: .
            a = 'x                 | 5  | a string literal begins here and does not end
            "a = 1                 | 1  | a quoted identifier begins here and does not end
            "" = 1                 | 1  | an identifier cannot be empty
            a = 1x                 | 5  | not a number: 1x
            a = 1e                 | 5  | not a number: 1e
            a = 0x                 | 5  | not a number: 0x
            1                      | 1  | expected a condition but found a number
            a = 1 AND 'x'          | 11 | expected a condition but found a string
            NOT 5                  | 5  | expected a condition but found a number
            a = NULL               | 5  | expected a literal, an identifier or ( but found NULL
            a IS 5                 | 6  | expected NULL but found 5
            5 IS NULL              | 1  | expected an identifier before IS NULL but found a number
            a NOT 5                | 7  | expected BETWEEN, IN or LIKE but found 5
            a < 'b'                | 5  | expected a number but found a string
            a > TRUE               | 5  | expected a number but found a condition
            a BETWEEN 'a' AND 'b'  | 11 | expected a number but found a string
            a BETWEEN 1            | 12 | expected AND but found the end
            a + 'b' = 1            | 5  | expected a number but found a string
            -'b' = 1               | 2  | expected a number but found a string
            a IN ()                | 7  | expected a string literal but found )
            a IN (1)               | 7  | expected a string literal but found 1
            a IN ('x' 'y')         | 11 | expected ) but found 'y'
            5 IN ('x')             | 1  | expected an identifier before IN but found a number
            a LIKE 5               | 8  | expected a string literal but found 5
            a LIKE 'x' ESCAPE 'ab' | 19 | the escape character must be one character but is 'ab'
            a LIKE 'x!' ESCAPE '!' | 20 | the pattern ends with its escape character
            LOWER(a) = 'x'         | 6  | expected AND, OR or the end but found (
            JMSExpiration > 0      | 1  | a selector cannot refer to JMSExpiration
            """)
    void shouldSayWhatIsWrongAndWhere(String selector, int position, String problem) {
        assertThatThrownBy(() -> SelectorSyntax.check(selector))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageStartingWith("Invalid selector at position " + position + ": " + problem);
    }

    @Test
    void shouldRefuseNestingThatIsTooDeepInsteadOfOverflowing() {
        for (String opening : new String[] {"(", "NOT ", "- "}) {
            assertThatThrownBy(() -> SelectorSyntax.check(opening.repeat(100_000)))
                    .isInstanceOf(InvalidSelectorException.class)
                    .hasMessageContaining("nested deeper than 256");
        }
    }
}
