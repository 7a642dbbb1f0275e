package io.carrick.tck.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.CommandResult;
import io.carrick.tck.process.ProcessOutput;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The samples of orders and half messages, with a broker that dies when they say so. What they tell of each order is what
 * its case is to show; the rows, what was shipped and what the broker has left agree in the end.
 */
@Timeout(120)
class OrderSamplesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> CASES =
            List.of("broker-dies", "paid", "half-write-fails", "database-fails", "paid-later", "cancelled");

    enum Sample {
        NODE("sample.node.warehouse") {
            @Override
            List<String> command() {
                Path clients = Path.of(System.getProperty("carrick.clients", "target/clients"));
                return List.of(
                        "node",
                        clients.resolve("order-node/orders.js").toAbsolutePath().toString());
            }
        },
        JAVA("sample.java.warehouse") {
            @Override
            List<String> command() {
                return SampleJar.command("order-java");
            }
        };

        private final String warehouse;

        Sample(String warehouse) {
            this.warehouse = warehouse;
        }

        abstract List<String> command();
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void shouldShipWhatIsPaidOnceAndNothingElse(Sample sample) throws IOException, InterruptedException, JMSException {
        try (BrokerProcess broker = BrokerProcess.named("orders-" + sample)
                .set("half-messages.back-off", "300ms")
                .set("half-messages.checks-max", "1000")
                .start()) {
            List<String> lines = run(sample, broker);
            // A broker that is told late may have asked meanwhile.
            assertThat(told(lines, "anchor"))
                    .containsSubsequence(
                            "the half message is stored",
                            "the order is in the table: paid",
                            "the broker is told: commit");
            assertThat(told(lines, "rope"))
                    .singleElement()
                    .asString()
                    .startsWith("the half message is not stored (")
                    .contains("amqp:not-found")
                    .endsWith("): no order is placed");
            assertThat(told(lines, "sail"))
                    .containsExactly(
                            "the half message is stored",
                            "the database refuses the order",
                            "the broker is told: rollback");
            assertThat(told(lines, "compass"))
                    .containsExactly(
                            "the half message is stored",
                            "the order is in the table: paid",
                            "kill the broker now, and start it again",
                            "the broker cannot be told, and will ask",
                            "asked by the broker: the order is paid, commit");
            assertThat(told(lines, "lantern"))
                    .containsExactly(
                            "the half message is stored",
                            "the order is in the table: not paid",
                            "asked by the broker: the order is not paid, unknown",
                            "the payment arrives",
                            "asked by the broker: the order is paid, commit");
            assertThat(told(lines, "bell"))
                    .containsExactly(
                            "the half message is stored",
                            "the order is in the table: not paid",
                            "asked by the broker: the order is not paid, unknown",
                            "the order is cancelled",
                            "asked by the broker: the order is cancelled, rollback");

            assertThat(lines.stream().filter(line -> line.startsWith("table: ")))
                    .containsExactly(
                            "table: anchor, paid",
                            "table: bell, cancelled",
                            "table: compass, paid",
                            "table: lantern, paid");
            assertThat(lines.stream().filter(line -> line.startsWith("warehouse: ")))
                    .containsExactlyInAnyOrder(
                            "warehouse: ships the anchor",
                            "warehouse: ships the compass",
                            "warehouse: ships the lantern");
            assertNothingIsLeft(sample, broker);
        }
    }

    /** The lines of the sample, which is run with all cases to its end. */
    private static List<String> run(Sample sample, BrokerProcess broker) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(broker.home().resolve("sample"));
        List<String> command = new ArrayList<>(sample.command());
        command.add("--uri=amqp://127.0.0.1:" + broker.port());
        command.add("--database=" + directory.resolve("orders.db"));
        command.addAll(CASES);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("errors.log").toFile())
                .start();
        ProcessOutput output =
                ProcessOutput.capture(process.getInputStream(), directory.resolve("sample.log"), "sample");
        try {
            awaitLine(output, "compass: kill the broker now");
            broker.kill();
            awaitLine(output, "compass: the broker cannot be told");
            broker.start();
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends: %s", output.lines())
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        output.awaitEnd(LIMIT);
        assertThat(process.exitValue())
                .as("%s %s", output.lines(), Files.readString(directory.resolve("errors.log")))
                .isZero();
        return output.lines();
    }

    private static void awaitLine(ProcessOutput output, String begin) {
        assertThat(output.awaitLine(line -> line.startsWith(begin), LIMIT))
                .as("%s: %s", begin, output.lines())
                .isPresent();
    }

    /** What was told of an order; a question that was asked twice with the same answer, once. */
    private static List<String> told(List<String> lines, String item) {
        return lines.stream()
                .filter(line -> line.startsWith(item + ": "))
                .map(line -> line.substring(item.length() + 2))
                .distinct()
                .toList();
    }

    private static void assertNothingIsLeft(Sample sample, BrokerProcess broker) throws JMSException {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(openHalfMessages(broker)).matches("\\[\\s*\\]\\s*"));
        try (JMSContext context = new CarrickConnectionFactory("amqp://127.0.0.1:" + broker.port()).createContext();
                QueueBrowser browser = context.createBrowser(context.createQueue(sample.warehouse))) {
            assertThat(browser.getEnumeration().hasMoreElements())
                    .as("more to be shipped")
                    .isFalse();
        }
    }

    private static String openHalfMessages(BrokerProcess broker) throws IOException, InterruptedException {
        return CommandResult.carrick(
                        "admin",
                        "half",
                        "list",
                        "--json",
                        "--data",
                        broker.data().toString())
                .output();
    }
}
