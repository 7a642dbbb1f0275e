package io.carrick.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.server.yaml.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocumentationTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z\\[\\].-]+)` \\| (`?)(.*?)\\2 \\| .+ \\|");

    @TempDir
    private Path directory;

    @Test
    void shouldDocumentEveryKeyAndItsDefaultAndNoOther() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(documented.put(row.group(1), row.group(3))).as(line).isNull();
            }
        }
        Map<String, String> known = Schema.keys(ServerConfiguration.class).stream()
                .collect(Collectors.toMap(
                        Schema.Key::name, key -> key.preset().orElse("none"), (a, b) -> a, TreeMap::new));
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void shouldShowAnExampleThatIsValid() throws Exception {
        String page = Files.readString(PAGE);
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        Path example = directory.resolve("example.yaml");
        Files.writeString(example, page.substring(start, page.indexOf("```", start)));
        ServerConfiguration configuration = ConfigurationLoader.load(Optional.of(example), Map.of(), List.of());
        assertThat(configuration.listeners()).hasSize(2);
        assertThat(configuration.addressSettings().settings("orders.eu").autoCreate())
                .isFalse();
        assertThat(configuration.addressSettings().settings("orders.eu").deliveryAttemptsMax())
                .isEqualTo(5);
    }
}
