package io.carrick.jms.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of the documentation against the options that there are. */
class OptionTableTest {
    private static final Path PAGE = Path.of("..", "docs", "jms-provider.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `((?:jms|transport|amqp|failover)\\.[^`]+)` \\| ([^|]*) \\| ([^|]*) \\| ([^|]+) \\|$");

    @Test
    void shouldDocumentEachOptionWithItsDefaultAndItsValues() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " | " + row.group(2) + " | " + row.group(3))
                .toList();
        List<String> defined = Arrays.stream(OptionGroup.all())
                .flatMap(group -> group.options().stream())
                .map(option -> option.name() + " | " + shown(option.defaultValue()) + " | "
                        + option.type().permitted())
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(defined);
    }

    @Test
    void shouldNameTheOptionsOfQpidThatAreIgnored() throws IOException {
        String page = Files.readString(PAGE);
        String sentence = page.substring(page.indexOf("Options of Qpid JMS that have no effect"));
        String ignored = sentence.substring(0, sentence.indexOf("\n\n"));
        List<String> documented = Pattern.compile("`([^`]+)`")
                .matcher(ignored)
                .results()
                .map(name -> name.group(1))
                .toList();
        List<String> defined = Arrays.stream(OptionGroup.all())
                .map(OptionGroup::ignored)
                .flatMap(Collection::stream)
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(defined);
    }

    private static String shown(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(Object::toString).collect(Collectors.joining(","));
        }
        return value == null || value.equals(Map.of()) ? "" : value.toString();
    }
}
