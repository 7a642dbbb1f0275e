package io.carrick.tck.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.CommandResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command line, exit codes, configuration errors, health and metrics of the built broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ServerSurfaceIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private BrokerProcess broker;
    private ClientAgent agent;
    private ClientConnection connection;

    @BeforeAll
    void start() {
        broker = BrokerProcess.named("surface").start();
        agent = ClientAgent.start(ClientKind.RHEA);
        connection = agent.connection().open(new BrokerAddress("127.0.0.1", broker.port()));
    }

    @AfterAll
    void stop() {
        agent.close();
        broker.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + broker.port("http") + path);
        return http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private CommandResult admin(String... arguments) throws IOException, InterruptedException {
        String[] full = new String[arguments.length + 3];
        full[0] = "admin";
        System.arraycopy(arguments, 0, full, 1, arguments.length);
        full[arguments.length + 1] = "--data";
        full[arguments.length + 2] = broker.data().toString();
        return CommandResult.carrick(full);
    }

    private String adminOutput(String... arguments) throws IOException, InterruptedException {
        CommandResult result = admin(arguments);
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        return result.output();
    }

    @Test
    void shouldReportHealth() throws IOException, InterruptedException {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/no/such/page").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldExposeMetricsOfWhatHappens() throws IOException, InterruptedException {
        connection.sender("surface.metrics").send("1");
        connection.sender("surface.metrics").send("2");
        connection.receiver("surface.metrics").acceptTexts(1);

        HttpResponse<String> metrics = get("/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(metrics.body())
                .contains(
                        "carrick_connections",
                        "carrick_messages_in_total",
                        "carrick_messages_out_total",
                        "carrick_messages_acknowledged_total",
                        "carrick_memory_used_bytes",
                        "carrick_disk_used_bytes",
                        "carrick_flush",
                        "carrick_dispatch");
        assertThat(metrics.body()).containsPattern("carrick_queue_messages_ready\\{[^}]*surface\\.metrics");
    }

    @Test
    void shouldServeTheAdministratorOnTheCommandLine() throws IOException, InterruptedException {
        adminOutput("send", "surface.cli", "from the command line", "--count", "3");

        assertThat(adminOutput("queues")).containsPattern("surface\\.cli.*\\b3\\b");
        assertThat(adminOutput("addresses")).contains("surface.cli");
        assertThat(adminOutput("browse", "surface.cli")).contains("from the command line");

        ClientReceiver receiver = connection.receiver("surface.cli");
        assertThat(receiver.acceptTexts(1)).containsExactly("from the command line");
        receiver.close();
        adminOutput("purge", "surface.cli");
        assertThat(connection.receiver("surface.cli").staysEmpty()).isTrue();
    }

    @Test
    void shouldFailAdministrationOfWhatIsNotThere() throws IOException, InterruptedException {
        CommandResult result = admin("browse", "surface.never.made");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).contains("surface.never.made");
    }

    @Test
    void shouldPrintItsVersion() throws IOException, InterruptedException {
        CommandResult result = CommandResult.carrick("version");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).contains("carrick 0.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no.such.key=1                | no",
                "listeners[0].port=99999      | port",
                "listeners[0].prot=5672       | prot",
                "store.segment-size=big       | segment-size",
                "http.port=-1                 | port",
                "addresses[0].pattern=a..b#c  | pattern"
            })
    void shouldRefuseBadSettingInOneLineWithExitCode2(String setting, String named, @TempDir Path directory)
            throws IOException, InterruptedException {
        CommandResult result = CommandResult.carrick("run", "--data", directory.toString(), "--set", setting);

        assertThat(result.exitCode()).as(result.errors()).isEqualTo(2);
        assertThat((result.output() + result.errors()).strip().lines())
                .singleElement()
                .asString()
                .contains(named);
    }

    @Test
    void shouldNameFileAndLineOfAnUnknownKey(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("carrick.yaml"), "http:\n  port: 0\n  colour: red\n");

        CommandResult result =
                CommandResult.carrick("run", "--data", directory.toString(), "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors().strip().lines()).singleElement().asString().contains("carrick.yaml", "3", "colour");
    }

    @Test
    void shouldRefuseSecondBrokerOnTheSameData() throws IOException, InterruptedException {
        CommandResult result =
                CommandResult.carrick("run", "--data", broker.data().toString(), "--port", "0", "--http-port", "0");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.errors() + result.output()).contains(broker.data().toString());
        assertThat(broker.alive()).isTrue();
    }

    @Test
    void shouldKeepDurableMessagesOverAnOrderlyRestart() {
        try (BrokerProcess restarted = BrokerProcess.named("restart").start()) {
            BrokerAddress address = new BrokerAddress("127.0.0.1", restarted.port());
            ClientConnection before = agent.connection().open(address);
            assertThat(before.sender("kept").send("durable").accepted()).isTrue();
            before.sender("never.used.again").send("other");

            assertThat(restarted.stop()).isZero();
            assertThat(before.awaitClose()).isNotEmpty();
            restarted.start();

            ClientConnection after = agent.connection().open(address);
            assertThat(after.receiver("kept").acceptTexts(1)).containsExactly("durable");
            after.close();
            assertThat(restarted.stop()).isZero();
            restarted.start();
            ClientConnection last = agent.connection().open(address);
            assertThat(last.receiver("kept").staysEmpty()).isTrue();
            last.close();
        }
    }
}
