package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.InvalidFilterException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a=1                                   | a = 1
                    ((a = 1))                             | a = 1
                    a=1 and(b=2)or not c                  | a = 1 AND b = 2 OR NOT c
                    (a and b) or c                        | a AND b OR c
                    a and (b or c)                        | a AND (b OR c)
                    (a and (b and c)) and d               | a AND b AND c AND d
                    a or (b or c)                         | a OR b OR c
                    not (a and b)                         | NOT (a AND b)
                    not (a = 1)                           | NOT a = 1
                    not not a                             | a
                    (a = 1) = (b = 2)                     | (a = 1) = (b = 2)
                    a=1.50                                | a = 1.5
                    a=0x10                                | a = 16
                    a = 1 + 2*3                           | a = 7
                    a = -(5)                              | a = -5
                    (a + b) + c > 0                       | a + b + c > 0
                    a + (b + c) > 0                       | a + (b + c) > 0
                    a - (b - c) > 0                       | a - (b - c) > 0
                    (a * b) + c > 0                       | a * b + c > 0
                    a * (b + c) > 0                       | a * (b + c) > 0
                    -(a + b) > 0                          | -(a + b) > 0
                    a - -1 > 0                            | a - -1 > 0
                    a between 1 and 2                     | a BETWEEN 1 AND 2
                    a not  between(1)and(b+2)             | a NOT BETWEEN 1 AND b + 2
                    a in('x','y''z')                      | a IN ('x', 'y''z')
                    a not in ('x')                        | a NOT IN ('x')
                    a like 'x%' escape '!'                | a LIKE 'x%' ESCAPE '!'
                    a not like 'x'                        | a NOT LIKE 'x'
                    a is null or b is not null            | a IS NULL OR b IS NOT NULL
                    "a" = 1                               | a = 1
                    "a-b" = 1                             | "a-b" = 1
                    "Not" = 1                             | "Not" = 1
                    1/0 = a                               | 1 / 0 = a
                    true                                  | TRUE
                    """)
    void shouldHaveCanonicalText(String selector, String canonical) throws InvalidFilterException {
        assertThat(Selector.parse(selector).text()).isEqualTo(canonical);
        assertThat(Selector.parse(canonical).text()).isEqualTo(canonical);
        assertThat(Selector.parse(selector))
                .isEqualTo(Selector.parse(canonical))
                .hasToString(canonical);
        assertThat(Selector.parse(selector)).hasSameHashCodeAs(Selector.parse(canonical));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a = 'x'                               | a | x
                    'x' = a                               | a | x
                    a = 'x' AND b > 1                     | a | x
                    c AND b > 1 AND (a = 'x' AND d = 'y') | a | x
                    b > 1 AND a = 'x'                     | a | x
                    a IN ('x', 'y', 'x')                  | a | x,y
                    a IN ('x', 'y') AND b = 'z'           | b | z
                    a = 'x' OR a = 'y'                    | a | x,y
                    a IN ('x', 'y') OR a = 'z' AND c > 1  | a | x,y,z
                    (a = 'x' OR a = 'y') AND c > 1        | a | x,y
                    flag                                  | flag | true
                    flag = FALSE                          | flag | false
                    n = 5                                 | n | 5
                    n = 5.0                               | n | 5
                    n = 2 + 3                             | n | 5
                    n = 5 OR n = 5.0                      | n | 5
                    n = 5.5                               | n | 5.5
                    JMSCorrelationID = 'ID:1'             | JMSCorrelationID | ID:1
                    """)
    void shouldTellTheEqualityItRequires(String selector, String identifier, String values)
            throws InvalidFilterException {
        Equality equality = Selector.parse(selector).requiredEquality().orElseThrow();
        assertThat(equality.identifier()).isEqualTo(identifier);
        assertThat(equality.values()).extracting(Object::toString).isEqualTo(Arrays.asList(values.split(",")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a <> 'x'",
                "a > 1",
                "NOT a = 'x'",
                "NOT a",
                "a NOT IN ('x')",
                "a LIKE 'x'",
                "a IS NULL",
                "a BETWEEN 1 AND 1",
                "a = 'x' OR b = 'y'",
                "a = 'x' OR a > 5",
                "a = b",
                "'x' = 'x'",
                "a + 0 = 1",
                "TRUE"
            })
    void shouldRequireNoEqualityWhereNoneIsCertain(String selector) throws InvalidFilterException {
        assertThat(Selector.parse(selector).requiredEquality()).isEmpty();
    }

    @Test
    void shouldTellItsIdentifiers() throws InvalidFilterException {
        Selector selector = Selector.parse("a = 1 AND (b IN ('x') OR NOT c LIKE 'y') AND d BETWEEN e AND -f * 2"
                + " AND \"g.h\" IS NULL AND JMSType = 'a' AND i");
        assertThat(selector.identifiers())
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g.h", "JMSType", "i");
    }

    @Test
    void shouldGiveOneKeyToEqualNumbers() {
        List<Object> ones = List.of((byte) 1, (short) 1, 1, 1L, 1.0f, 1.0);
        assertThat(ones).extracting(Equality::key).containsOnly(1L);
        assertThat(Equality.key(-0.0)).isEqualTo(Equality.key(0)).isEqualTo(0L);
        assertThat(Equality.key(0.5f)).isEqualTo(Equality.key(0.5)).isEqualTo(0.5);
        assertThat(Equality.key("1")).isEqualTo("1").isNotEqualTo(Equality.key(1));
        assertThat(Equality.key(true)).isEqualTo(true);
        assertThat(Equality.key(Double.NaN)).isNull();
        assertThat(Equality.key(null)).isNull();
        assertThat(Equality.key(new Object())).isNull();
    }

    @Test
    void shouldGiveOneKeyToAllThatComparesEqual() {
        long limit = 1L << 53;
        List<Object> numbers = List.of(
                limit - 1,
                limit,
                limit + 1,
                limit + 2,
                (double) limit,
                (double) (limit - 1),
                (double) (limit + 2),
                -limit,
                -limit - 1,
                (double) -limit,
                Long.MAX_VALUE,
                (double) Long.MAX_VALUE,
                Long.MIN_VALUE,
                (double) Long.MIN_VALUE,
                (float) limit,
                16777217,
                16777216f,
                0.1f,
                0.1,
                1e300,
                0,
                -0.0);
        for (Object a : numbers) {
            for (Object b : numbers) {
                if (ComparisonOperator.EQUAL.test(a, b, false) == Ternary.TRUE) {
                    assertThat(Equality.key(a)).as("%s = %s", a, b).isEqualTo(Equality.key(b));
                }
            }
        }
    }
}
