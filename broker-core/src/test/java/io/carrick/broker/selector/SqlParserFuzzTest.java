package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.carrick.broker.InvalidFilterException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in, out comes a selector or an InvalidFilterException that says where. */
class SqlParserFuzzTest {
    private static final String[] PIECES = {
        "a",
        "b",
        "JMSType",
        "JMSExpiration",
        "\"q.r\"",
        "AND",
        "or",
        "NOT",
        "BETWEEN",
        "IN",
        "LIKE",
        "ESCAPE",
        "IS",
        "NULL",
        "TRUE",
        "false",
        "=",
        "<>",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "(",
        ")",
        ",",
        "'x'",
        "'%_!'",
        "'!'",
        "''",
        "1",
        "0x1F",
        "077",
        "08",
        "1.5e3",
        ".5",
        "1e999",
        "9223372036854775808",
        "\"",
        "'",
        "!",
        "%",
        ".",
        " ",
        "\t",
        "🥕",
        "\ud83e",
        "_",
        "$",
        "f(",
        "1_0",
        "0b1",
        "5L",
        "\0"
    };

    @Test
    void shouldRefuseOrCompileAnySequenceOfTokens() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int compiled = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "");
            }
            compiled += compile(text.toString(), random, seed);
        }
        assertThat(compiled).as("seed %d: selectors among the noise", seed).isPositive();
    }

    @Test
    void shouldRefuseOrCompileMutatedSelectors() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomSelectors selectors = new RandomSelectors(random);
        for (int i = 0; i < 15_000; i++) {
            StringBuilder text = new StringBuilder(selectors.condition(3));
            for (int mutations = random.nextInt(3); mutations >= 0 && text.length() > 0; mutations--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                    default -> text.setCharAt(at, (char) random.nextInt(0x250));
                }
            }
            compile(text.toString(), random, seed);
        }
    }

    @Test
    void shouldKeepTheMeaningInCanonicalText() throws InvalidFilterException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomSelectors selectors = new RandomSelectors(random);
        for (int i = 0; i < 5_000; i++) {
            String text = selectors.condition(4);
            Condition<PropertySource> condition = SqlParser.parse(text, SelectorDialect.INSTANCE);
            Condition<PropertySource> canonical = SqlParser.parse(condition.toString(), SelectorDialect.INSTANCE);
            assertThat(canonical.toString()).as("seed %d: %s", seed, text).isEqualTo(condition.toString());
            for (int message = 0; message < 5; message++) {
                Properties properties = selectors.message();
                assertThat(canonical.test(properties))
                        .as("seed %d: %s as %s", seed, text, canonical)
                        .isEqualTo(condition.test(properties));
            }
        }
    }

    private static int compile(String text, Random random, long seed) {
        try {
            Selector selector = Selector.parse(text);
            selector.matches(new RandomSelectors(random).message());
            assertThat(Selector.parse(selector.text()))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(selector);
            return 1;
        } catch (InvalidFilterException e) {
            assertThat(e).as("seed %d: %s", seed, text).hasMessageMatching("(?s)Invalid selector at position \\d+: .+");
            return 0;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + seed + ": " + text, e);
        }
    }
}
