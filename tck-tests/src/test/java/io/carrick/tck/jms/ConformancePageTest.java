package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/jms-conformance.md} says what the tests say. {@code -Dcarrick.docs.write=true} writes it. */
class ConformancePageTest {

    @Test
    void shouldListTheTestsAndKnownDifferencesAsTheyAre() throws IOException {
        Path file = Path.of("../docs/jms-conformance.md");
        String page = Files.readString(file);
        String current = ConformancePage.ofTests().update(page);
        if (Boolean.getBoolean("carrick.docs.write")) {
            Files.writeString(file, current);
            page = current;
        }

        assertThat(page).as("run with -Dcarrick.docs.write=true").isEqualTo(current);
    }
}
