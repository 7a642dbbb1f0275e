package io.carrick.tck.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.CommandResult;
import io.carrick.tck.process.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private static CommandResult run(String sample, String argument) throws IOException, InterruptedException {
        Path jar = Path.of(
                        System.getProperty("carrick.samples", "../samples"),
                        sample,
                        "target",
                        "sample-" + sample + ".jar")
                .toAbsolutePath();
        assertThat(jar).as("the built sample").satisfies(Files::exists);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return CommandResult.run(LIMIT, List.of(java, "-jar", jar.toString(), argument));
    }
}
