package io.carrick.tck.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the build has put the samples in Java. */
final class SampleJar {
    private SampleJar() {}

    static Path of(String sample) {
        Path jar = Path.of(
                        System.getProperty("carrick.samples", "../samples"),
                        sample,
                        "target",
                        "sample-" + sample + ".jar")
                .toAbsolutePath();
        assertThat(jar).as("the built sample").satisfies(Files::exists);
        return jar;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs a sample as its user would. */
    static List<String> command(String sample) {
        return List.of(java(), "-jar", of(sample).toString());
    }
}
