package io.carrick.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carrick.server.config.ConfigurationLoader;
import io.carrick.server.node.CarrickEngine;
import io.carrick.server.node.ManagementFile;
import io.carrick.server.node.Node;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real broker's HTTP port. */
class AdminCommandTest {
    @TempDir
    private static Path data;

    private static Node node;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() throws Exception {
        List<String> settings = List.of(
                "data=" + data,
                "listeners[0].port=0",
                "http.port=0",
                "store.segment-size=1MiB",
                "store.reserve=1MiB",
                "queues=[predefined]");
        node = Node.start(ConfigurationLoader.load(Optional.empty(), Map.of(), settings), CarrickEngine::start);
    }

    @AfterAll
    static void stopBroker() {
        node.stop();
    }

    private int carrick(String... arguments) {
        return CarrickCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String admin(String command, String... arguments) {
        out.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 4];
        all[0] = "admin";
        all[1] = command;
        all[2] = "--data";
        all[3] = data.toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        assertThat(carrick(all)).as("%s", err).isZero();
        return out.toString();
    }

    private JsonNode json(String command, String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        return new ObjectMapper().readTree(admin(command, all));
    }

    private JsonNode queue(String name) throws Exception {
        for (JsonNode queue : json("queues")) {
            if (queue.path("name").asText().equals(name)) {
                return queue;
            }
        }
        return null;
    }

    @Test
    void shouldListThePredefinedQueue() throws Exception {
        assertThat(queue("predefined").path("kind").asText()).isEqualTo("QUEUE");
        assertThat(admin("queues")).startsWith("QUEUE").contains("predefined");
        assertThat(admin("addresses")).startsWith("ADDRESS").contains("predefined");
    }

    @Test
    void shouldSendBrowseAndPurge() throws Exception {
        assertThat(admin("send", "work", "hello", "--count", "3", "-p", "region=eu", "--priority", "7"))
                .isEqualToIgnoringNewLines("3 messages sent to 'work'");
        assertThat(admin("send", "work", "bye", "-p", "region=us", "--non-durable"))
                .isEqualToIgnoringNewLines("1 message sent to 'work'");
        assertThat(queue("work").path("ready").asLong()).isEqualTo(4);

        JsonNode european = json("browse", "work", "--selector", "region = 'eu'");
        assertThat(european).hasSize(3).allSatisfy(message -> {
            assertThat(message.path("body").asText()).isEqualTo("hello");
            assertThat(message.path("bodyType").asText()).isEqualTo("text");
            assertThat(message.path("durable").asBoolean()).isTrue();
            assertThat(message.path("priority").asInt()).isEqualTo(7);
            assertThat(message.path("properties").path("region").asText()).isEqualTo("eu");
        });
        assertThat(json("browse", "work", "--limit", "2")).hasSize(2);
        assertThat(json("browse", "work")).hasSize(4);
        assertThat(queue("work").path("ready").asLong()).isEqualTo(4);

        assertThat(admin("purge", "work")).isEqualToIgnoringNewLines("4 messages removed from 'work'");
        assertThat(queue("work").path("ready").asLong()).isZero();
    }

    @Test
    void shouldFindAMessageByItsKeys() throws Exception {
        admin("send", "found", "hello", "-p", "KEYS=order-17 alice");
        admin("send", "found", "bye", "-p", "KEYS=order-18 alice");

        JsonNode found = json("find", "order-17");
        assertThat(found).hasSize(1);
        JsonNode message = found.get(0);
        assertThat(message.path("address").asText()).isEqualTo("found");
        assertThat(message.path("state").asText()).isEqualTo("READY");
        assertThat(message.path("queues")).hasSize(1);
        assertThat(message.path("position").asLong()).isPositive();
        assertThat(json("find", "alice")).hasSize(2);
        assertThat(json("find", "alice", "--limit", "1")).hasSize(1);

        String time = message.path("time").asText();
        assertThat(json("find", "order-17", "--from", time, "--to", time)).hasSize(1);
        assertThat(json("find", "alice", "--to", "2020-01-01T00:00:00+01:00")).isEmpty();

        assertThat(admin("find", "order-17"))
                .startsWith("MESSAGE-ID")
                .contains("READY")
                .contains("found");
        admin("purge", "found");
        assertThat(json("find", "order-17").get(0).path("state").asText()).isEqualTo("GONE");
        assertThat(admin("find", "nothing")).isEqualToIgnoringNewLines("no message found for 'nothing'");
    }

    @Test
    void shouldFindAMessageByItsId() throws Exception {
        ManagementFile running = ManagementFile.read(data);
        new ManagementClient(URI.create(running.url()), "Bearer " + running.token(), Optional.empty())
                .post("/api/v1/addresses/found-by-id/messages", Map.of("body", "x", "messageId", "m 1/ü"));
        assertThat(json("find", "m 1/ü")).hasSize(1).isEqualTo(json("find", "ID:AMQP_NO_PREFIX:m 1/ü"));
    }

    @Test
    void shouldSayWhatIsWrongWithASearch() {
        String[][] searches = {
            {"k", "--from", "yesterday", "from must be a time such as"},
            {"k", "--limit", "0", "limit must be between"},
            {"", "--limit", "1", "key is required"}
        };
        for (String[] search : searches) {
            err.getBuffer().setLength(0);
            assertThat(carrick("admin", "find", "--data", data.toString(), search[0], search[1], search[2]))
                    .isEqualTo(1);
            assertThat(err.toString()).startsWith("carrick: " + search[3]).hasLineCount(1);
        }
    }

    @Test
    void shouldCreateAndDeleteAddresses() throws Exception {
        admin("create-address", "news", "--topic");
        assertThat(json("addresses").findValuesAsText("name")).contains("news");
        admin("delete-address", "news", "--topic");
        assertThat(json("addresses").findValuesAsText("name")).doesNotContain("news");
    }

    @Test
    void shouldHandleNamesThatPathsCannotHold() throws Exception {
        admin("send", "a/b c+d%ü", "x");
        assertThat(json("browse", "a/b c+d%ü")).hasSize(1);
    }

    @Test
    void shouldListAndCloseConnections() throws Exception {
        String clientId = "watched-client";
        String url = "amqp://127.0.0.1:" + node.addresses().get("amqp").getPort() + "?jms.clientID=" + clientId;
        try (Connection connection = new JmsConnectionFactory(url).createConnection()) {
            CompletableFuture<JMSException> failed = new CompletableFuture<>();
            connection.setExceptionListener(failed::complete);
            Session session = connection.createSession();
            session.createConsumer(session.createQueue("watched"));
            session.createProducer(session.createQueue("watched"));

            JsonNode shown = connection(clientId);
            assertThat(shown.path("user").asText()).isEqualTo("anonymous");
            assertThat(shown.path("remoteAddress").asText()).contains("127.0.0.1");
            assertThat(shown.path("listener").asText()).isEqualTo("amqp");
            // The client has one session more than its user asked for.
            assertThat(shown.path("sessions").asInt()).isEqualTo(2);
            assertThat(shown.path("producers").asInt()).isEqualTo(1);
            assertThat(shown.path("consumers").asInt()).isEqualTo(1);
            assertThat(Instant.parse(shown.path("since").asText()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(admin("connections")).startsWith("ID").contains(clientId);

            String id = shown.path("id").asText();
            assertThat(carrick("admin", "connections", "close", id, "--data", data.toString()))
                    .as("%s", err)
                    .isZero();
            assertThat(failed.get(20, TimeUnit.SECONDS)).hasMessageContaining("closed by an operator");
            await().untilAsserted(() -> assertThat(connection(clientId)).isNull());
            assertThat(carrick("admin", "connections", "close", id, "--data", data.toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("No connection " + id);
        }
    }

    private JsonNode connection(String clientId) throws Exception {
        for (JsonNode connection : json("connections")) {
            if (connection.path("containerId").asText().equals(clientId)) {
                return connection;
            }
        }
        return null;
    }

    @Test
    void shouldShowTheStatus() {
        assertThat(admin("status")).contains("connections").contains("flush.p99Micros");
    }

    @Test
    void shouldSayWhatTheBrokerRefused() {
        assertThat(carrick("admin", "purge", "--data", data.toString(), "no-such-queue"))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("carrick: ")
                .contains("no-such-queue")
                .hasLineCount(1);
    }

    @Test
    void shouldSayWhereABadSelectorIsBad() {
        admin("send", "selected", "x");
        assertThat(carrick("admin", "browse", "--data", data.toString(), "selected", "--selector", "a ="))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("carrick: ").hasLineCount(1);
    }

    @Test
    void shouldSayThatNoBrokerRunsThere(@TempDir Path empty) {
        assertThat(carrick("admin", "queues", "--data", empty.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("carrick: no broker runs in " + empty + "; use --data or --url");
    }

    @Test
    void shouldRefuseAnUnknownUser() throws Exception {
        String url = ManagementFile.read(data).url();
        ManagementClient client = new ManagementClient(URI.create(url), "Basic YTpi", Optional.empty());
        assertThatThrownBy(() -> client.get("/api/v1/queues")).hasMessage("wrong credentials");
    }

    @Test
    void shouldTakeAWrongCommandLineAsUsageError() {
        assertThat(carrick("admin", "purge")).isEqualTo(2);
        assertThat(carrick("admin")).isEqualTo(2);
        assertThat(carrick("run", "--set", "http.prot=1")).isEqualTo(2);
        assertThat(err.toString()).contains("carrick: --set http.prot: http.prot: unknown key");
    }
}
