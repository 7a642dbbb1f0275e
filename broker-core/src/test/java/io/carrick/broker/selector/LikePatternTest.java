package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.InvalidFilterException;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    12%3        |   | 123       | true
                    12%3        |   | 12993     | true
                    12%3        |   | 1234      | false
                    l_se        |   | lose      | true
                    l_se        |   | loose     | false
                    \\_%        | \\ | _foo     | true
                    \\_%        | \\ | bar      | false
                    text        |   | text      | true
                    text        |   | TEXT      | false
                    text        |   | texts     | false
                    text        |   | tex       | false
                    ``          |   | ``        | true
                    ``          |   | x         | false
                    %           |   | ``        | true
                    %           |   | anything  | true
                    %%          |   | ``        | true
                    _           |   | ``        | false
                    _           |   | x         | true
                    _           |   | xy        | false
                    _%          |   | ``        | false
                    _%          |   | x         | true
                    %_          |   | x         | true
                    %_%         |   | x         | true
                    %_%_%       |   | x         | false
                    a%          |   | a         | true
                    a%          |   | ba        | false
                    %a          |   | ba        | true
                    %a          |   | ab        | false
                    a%a         |   | a         | false
                    a%a         |   | aa        | true
                    %a%         |   | bab       | true
                    %a%         |   | bbb       | false
                    a%b%c       |   | axbxc     | true
                    a%b%c       |   | acb       | false
                    a%b%c       |   | abcbc     | true
                    %ab%ab      |   | ab        | false
                    %ab%ab      |   | abab      | true
                    %aab%       |   | aaab      | true
                    %a_c%       |   | abbabc    | true
                    a%ba        |   | aba       | true
                    ab%ba       |   | aba       | false
                    ab%b_       |   | abab      | false
                    .*          |   | xx        | false
                    .*          |   | .*        | true
                    ###%        | # | #x        | true
                    ##%         | # | #x        | true
                    #%          | # | %         | true
                    #%          | # | x         | false
                    #_#%        | # | _%        | true
                    #a          | # | a         | true
                    %%          | % | %         | true
                    car_rot     |   | car🥕rot  | true
                    car__rot    |   | car🥕rot  | false
                    %🥕%        |   | car🥕rot  | true
                    %_🥕_%      |   | car🥕rot  | true
                    %_          |   | 🥕        | true
                    __          |   | 🥕        | false
                    🥕_         | 🥕 | _        | true
                    """)
    void shouldMatch(String pattern, String escape, String value, boolean matches) throws InvalidFilterException {
        assertThat(LikePattern.compile(pattern, escape).matches(value)).isEqualTo(matches);
    }

    @Test
    void shouldAgreeWithARegularExpression() throws InvalidFilterException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = randomText(random, "ab%_", 7);
            String value = randomText(random, "ab", 9);
            Pattern regex = Pattern.compile(pattern.replace("%", ".*").replace('_', '.'));
            assertThat(LikePattern.compile(pattern, null).matches(value))
                    .as("seed %d: '%s' LIKE '%s'", seed, value, pattern)
                    .isEqualTo(regex.matcher(value).matches());
        }
    }

    private static String randomText(Random random, String alphabet, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(lengthMax + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void shouldNotBacktrack() throws InvalidFilterException {
        LikePattern pattern = LikePattern.compile("%a".repeat(1_000) + "%b", null);
        assertThat(pattern.matches("a".repeat(20_000))).isFalse();
        assertThat(pattern.matches("a".repeat(20_000) + "b")).isTrue();
    }
}
