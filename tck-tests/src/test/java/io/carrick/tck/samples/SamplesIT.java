package io.carrick.tck.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.CommandResult;
import io.carrick.tck.process.SharedBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
@Timeout(120)
class SamplesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String uri;

    SamplesIT(BrokerAddress broker) {
        uri = broker.jmsUri();
    }

    @Test
    void shouldRunTheSampleOfPlainJms() throws IOException, InterruptedException {
        CommandResult result = run("plain-jms", uri);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output().lines())
                .contains("placed 3 orders in one transaction", "order 2 fails, and is delivered again")
                .contains(
                        "answer: order 1 is on its way",
                        "answer: order 2 is on its way",
                        "answer: order 3 is on its way");
    }

    @Test
    void shouldRunTheSampleOfSpringBoot() throws IOException, InterruptedException {
        CommandResult result = run("spring-boot", "--carrick.uri=" + uri);
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        assertThat(result.output().lines()).contains("received order 1", "received order 2", "received order 3");
    }

    /** The twin of the provider, with an application that knows javax.jms only. */
    @Test
    void shouldRunTheSampleOfJms2() throws IOException, InterruptedException {
        CommandResult result = run("javax-jms", uri);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output().lines()).containsExactly("looked at: an anchor", "received: an anchor, delivery 2");
        assertThat(libraries("javax-jms")).noneMatch(name -> name.startsWith("jakarta.jms"));
    }

    @Test
    void shouldRunTheSampleOfTheModulePath() throws IOException, InterruptedException {
        Path jar = SampleJar.of("module-path");
        String path = jar + File.pathSeparator + jar.resolveSibling("lib");
        String main = "io.carrick.samples.modules/io.carrick.samples.modules.GreetingSample";
        CommandResult result = CommandResult.run(
                LIMIT,
                List.of(
                        SampleJar.java(),
                        "--module-path",
                        path,
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "--module",
                        main,
                        uri));
        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output().lines()).containsExactly("provider in module io.carrick.jms", "received hello");
    }

    /** It dies when the order is in the table and its confirmation is not in the queue; the next run mends that first. */
    @Test
    void shouldFinishWhatTheSampleOfXaLeftHalfDone() throws IOException, InterruptedException {
        String directory = "--directory="
                + Path.of(System.getProperty("carrick.work", "target/work"), "sample-xa-" + UUID.randomUUID())
                        .toAbsolutePath();
        CommandResult died =
                run("xa-narayana", "--uri=" + uri, directory, "--halt-between-commits", "anchor", "rope", "sail");
        assertThat(died.exitCode()).as(died.errors()).isEqualTo(1);
        assertThat(died.output().lines())
                .containsExactly(
                        "recovery: branches finished that were in doubt: 0",
                        "ordered: anchor",
                        "ordered: rope",
                        "ordered: sail",
                        "decided, and committed in the database: the process dies before the broker knows");

        CommandResult mended = run("xa-narayana", "--uri=" + uri, directory);
        assertThat(mended.exitCode()).as(mended.errors()).isZero();
        assertThat(mended.output().lines())
                .containsExactly(
                        "recovery: branches finished that were in doubt: 1",
                        "took the order and confirmed it: rope",
                        "took the order and confirmed it: sail",
                        "branches in doubt: 0",
                        "rows: anchor, rope, sail",
                        "orders that wait: ",
                        "confirmations: anchor, rope, sail");
    }

    /** What the samples show, they show without the libraries of metrics and traces. */
    @Test
    void shouldNeedNoLibraryOfMetricsOrTraces() throws IOException {
        assertThat(libraries("plain-jms"))
                .anyMatch(name -> name.startsWith("jms-provider-"))
                .noneMatch(name -> name.contains("micrometer") || name.contains("opentelemetry"));
    }

    private static List<String> libraries(String sample) throws IOException {
        try (Stream<Path> files = Files.list(SampleJar.of(sample).resolveSibling("lib"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static CommandResult run(String sample, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(SampleJar.command(sample));
        command.addAll(List.of(arguments));
        return CommandResult.run(LIMIT, command);
    }
}
