package io.carrick.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carrick.server.config.ConfigurationLoader;
import io.carrick.server.node.CarrickEngine;
import io.carrick.server.node.Node;
import io.carrick.server.operator.AuditLog;
import io.carrick.server.security.UsersFile;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an operator does with transactions, and what is recorded of it, against a real broker. */
class TransactionsCommandTest {
    @TempDir
    private Path data;

    private Node node;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Logger audit = (Logger) LoggerFactory.getLogger(AuditLog.NAME);
    private final ListAppender<ILoggingEvent> recorded = new ListAppender<>();

    @BeforeEach
    void startBroker() throws Exception {
        Files.createDirectories(data);
        new UsersFile(data.resolve("users.yaml"))
                .write(List.of(
                        UsersFile.user("client", Set.of("client"), "x".toCharArray()),
                        UsersFile.user("shop", Set.of("shop"), "x".toCharArray())));
        List<String> settings = List.of(
                "data=" + data,
                "listeners[0].port=0",
                "http.port=0",
                "store.segment-size=1MiB",
                "store.reserve=1MiB",
                "half-messages.check-after=0s",
                "security.permissions=[{roles: [client], address: '#', verbs: [send, receive, create]},"
                        + " {roles: [shop], address: '$half/shop/1', verbs: [manage]}]");
        node = Node.start(ConfigurationLoader.load(Optional.empty(), Map.of(), settings), CarrickEngine::start);
        recorded.start();
        audit.addAppender(recorded);
        audit.setLevel(Level.INFO);
    }

    @AfterEach
    void stopBroker() {
        audit.detachAppender(recorded);
        node.stop();
    }

    private JMSContext connect(int mode) {
        String url = "amqp://127.0.0.1:" + node.addresses().get("amqp").getPort() + "?jms.clientID=worker";
        return new JmsConnectionFactory(url).createContext("client", "x", mode);
    }

    private int transactions(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 4];
        all[0] = "admin";
        all[1] = "transactions";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[arguments.length + 2] = "--data";
        all[arguments.length + 3] = data.toString();
        // The commands silence the log of their own process, which here is the broker's as well.
        Level level = audit.getLevel();
        try {
            return CarrickCommand.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(all);
        } finally {
            audit.setLevel(level);
        }
    }

    private JsonNode json(String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        assertThat(transactions(all)).as("%s", err).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private HttpResponse<String> call(String user, String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + node.addresses().get("http").getPort() + "/api/v1/" + path);
        String credentials = Base64.getEncoder().encodeToString((user + ":x").getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Basic " + credentials)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private void prepareHalf(JMSContext context, String id) {
        context.createProducer()
                .setProperty("JMS_CARRICK_HALF_ID", id)
                .setProperty("JMS_CARRICK_HALF_GROUP", "shop/1")
                .send(context.createQueue("orders"), "order " + id);
    }

    @Test
    void shouldShowALocalTransactionAndRollItBackUnderItsClient() throws Exception {
        try (JMSContext context = connect(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(context.createQueue("a"), "1");
            context.createProducer().send(context.createQueue("a"), "2");
            context.createProducer().send(context.createQueue("b"), "3");

            JsonNode listed = json("list", "--kind", "local").get(0);
            String id = listed.path("id").asText();
            assertThat(id).matches("[0-9a-f]{16}");
            assertThat(listed.path("state").asText()).isEqualTo("active");
            assertThat(listed.path("user").asText()).isEqualTo("client");
            assertThat(listed.path("container").asText()).isEqualTo("worker");
            assertThat(listed.path("remoteAddress").asText()).contains("127.0.0.1");
            await().untilAsserted(() ->
                    assertThat(json("show", id).path("sent").asInt()).isEqualTo(3));
            assertThat(json("list", "--older-than", "1h")).isEmpty();
            assertThat(json("list", "--in-doubt")).isEmpty();
            assertThat(transactions("show", id)).isZero();
            assertThat(out.toString())
                    .contains("SENT-TO")
                    .containsPattern("a +2")
                    .containsPattern("b +1");

            assertThat(transactions("commit", id)).isEqualTo(1);
            assertThat(err.toString()).contains("is active").hasLineCount(1);
            assertThat(transactions("rollback", id)).isZero();
            assertThat(out.toString()).contains("is rollback-only");

            assertThat(json("show", id).path("rollbackReason").asText()).contains("operator");
            assertThatThrownBy(context::commit)
                    .hasMessageContainingAll("an operator has rolled it back", "amqp:transaction:rollback");
            assertThat(json("list").findValuesAsText("id")).doesNotContain(id);
        }
    }

    @Test
    void shouldListAndDecideHalfMessages() throws Exception {
        try (JMSContext context = connect(JMSContext.AUTO_ACKNOWLEDGE)) {
            prepareHalf(context, "1");
            prepareHalf(context, "2 ü");
            await().untilAsserted(() ->
                    assertThat(json("list", "--state", "no-checker")).hasSize(2));
            assertThat(json("list", "--in-doubt").findValuesAsText("id"))
                    .containsExactly("shop%2F1/1", "shop%2F1/2%20ü");
            assertThat(json("list", "--group", "shop/1", "--limit", "1")).hasSize(1);
            assertThat(json("list", "--group", "other")).isEmpty();
            assertThat(transactions("list")).isZero();
            assertThat(out.toString()).startsWith("ID").contains("shop%2F1/1", "half", "no-checker");

            assertThat(transactions("rearm", "shop%2F1/1")).isZero();
            assertThat(transactions("commit", "shop%2F1/1")).isZero();
            assertThat(out.toString()).contains("is committed");
            assertThat(transactions("rollback", "shop%2F1/2%20ü")).isZero();
            assertThat(transactions("rollback", "shop%2F1/1")).isEqualTo(1);
            assertThat(err.toString()).contains("is COMMITTED");
            assertThat(transactions("forget", "shop%2F1/1")).isEqualTo(1);
            assertThat(err.toString()).contains("is COMMITTED");

            Message received =
                    context.createConsumer(context.createQueue("orders")).receive(10_000);
            assertThat(received.getBody(String.class)).isEqualTo("order 1");
            assertThat(json("show", "shop%2F1/1").path("state").asText()).isEqualTo("committed");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() {
        String[][] questions = {
            {"list", "--kind", "remote", "kind must be one of local, xa, half"},
            {"list", "--state", "gone", "state must be one of active"},
            {"list", "--older-than", "old", "olderThan must be a duration"},
            {"list", "--limit", "0", "limit must be between"},
            {"show", "--json", "nonsense", "'nonsense' names no transaction"},
            {"rollback", "--json", "0000000000000001", "No local transaction 0000000000000001"}
        };
        for (String[] question : questions) {
            assertThat(transactions(question[0], question[1], question[2])).isEqualTo(1);
            assertThat(err.toString()).startsWith("carrick: " + question[3]).hasLineCount(1);
        }
        assertThat(transactions("list", "--in-doubt", "--state", "prepared")).isEqualTo(2);
    }

    @Test
    void shouldRecordDecisionsAndWhatWasRefused() throws Exception {
        try (JMSContext context = connect(JMSContext.AUTO_ACKNOWLEDGE)) {
            prepareHalf(context, "1");
            prepareHalf(context, "2");
        }
        assertThat(call("client", "POST", "transactions/shop%252F1%2F1/commit").statusCode())
                .isEqualTo(403);
        assertThat(call("shop", "POST", "transactions/shop%252F1%2F1/commit").statusCode())
                .isEqualTo(200);
        assertThat(call("shop", "POST", "half-messages/shop%2F1/2/rollback").statusCode())
                .isEqualTo(200);
        assertThat(call("shop", "POST", "transactions/shop%252F1%2F1/rollback").statusCode())
                .isEqualTo(409);
        assertThat(call("shop", "POST", "transactions/a%20b%22/forget").statusCode())
                .isEqualTo(400);
        assertThat(call("shop", "POST", "transactions/0000000000000001/rollback")
                        .statusCode())
                .isEqualTo(403);

        assertThat(recorded.list).extracting(ILoggingEvent::getLoggerName).containsOnly("io.carrick.audit");
        assertThat(recorded.list)
                .extracting(event -> event.getFormattedMessage().replaceFirst("remote=\\S+", "remote=R"))
                .containsExactly(
                        "transaction verb=commit id=shop%2F1/1 user=client remote=R via=http result=refused"
                                + " code=UNAUTHORIZED reason=\"user 'client' lacks the permission manage on"
                                + " '$half/shop/1'\"",
                        "transaction verb=commit id=shop%2F1/1 user=shop remote=R via=http result=done state=committed",
                        "transaction verb=rollback id=shop%2F1/2 user=shop remote=R via=http result=done"
                                + " state=rolled-back",
                        "transaction verb=rollback id=shop%2F1/1 user=shop remote=R via=http result=refused"
                                + " code=PRECONDITION_FAILED reason=\"Half message 1 of producer group shop/1 is"
                                + " COMMITTED\"",
                        "transaction verb=forget id=\"a b\\\"\" user=shop remote=R via=http result=refused"
                                + " code=INVALID_FIELD reason=\"'a b\\\"' names no transaction: neither 16 hexadecimal"
                                + " digits, nor <format id>:<global id in hex>:<branch qualifier in hex>, nor"
                                + " <group>/<half id>\"",
                        "transaction verb=rollback id=0000000000000001 user=shop remote=R via=http result=refused"
                                + " code=UNAUTHORIZED reason=\"user 'shop' lacks the permission manage on"
                                + " '$management'\"");
        assertThat(recorded.list.get(1).getKeyValuePairs())
                .anySatisfy(pair -> assertThat(pair).hasToString("state=\"committed\""));
    }

    @Test
    void shouldShowOnlyWhatACallerMayManage() throws Exception {
        try (JMSContext context = connect(JMSContext.AUTO_ACKNOWLEDGE)) {
            prepareHalf(context, "1");
        }
        assertThat(call("shop", "GET", "transactions").statusCode()).isEqualTo(403);
        assertThat(call("shop", "GET", "transactions?kind=xa").statusCode()).isEqualTo(403);
        HttpResponse<String> own = call("shop", "GET", "transactions?kind=half&group=shop%2F1");
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.body()).contains("shop%2F1/1");
        assertThat(call("shop", "GET", "transactions/shop%252F1%2F1").statusCode())
                .isEqualTo(200);
        assertThat(call("client", "GET", "transactions/shop%252F1%2F1").statusCode())
                .isEqualTo(403);
    }
}
