package io.carrick.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carrick.server.config.ConfigurationLoader;
import io.carrick.server.node.CarrickEngine;
import io.carrick.server.node.Node;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with half messages, against a real broker. */
class HalfCommandTest {
    @TempDir
    private Path data;

    private Node node;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void startBroker() throws Exception {
        List<String> settings = List.of(
                "data=" + data,
                "listeners[0].port=0",
                "http.port=0",
                "store.segment-size=1MiB",
                "store.reserve=1MiB",
                "half-messages.check-after=0s",
                "half-messages.back-off=10ms",
                "half-messages.checks-max=1");
        node = Node.start(ConfigurationLoader.load(Optional.empty(), Map.of(), settings), CarrickEngine::start);
    }

    @AfterEach
    void stopBroker() {
        node.stop();
    }

    private JMSContext connect() {
        String url = "amqp://127.0.0.1:" + node.addresses().get("amqp").getPort();
        return new JmsConnectionFactory(url).createContext(JMSContext.CLIENT_ACKNOWLEDGE);
    }

    private void prepare(JMSContext context, String id) {
        context.createProducer()
                .setProperty("JMS_CARRICK_HALF_ID", id)
                .setProperty("JMS_CARRICK_HALF_GROUP", "shop/1")
                .send(context.createQueue("orders"), "order " + id);
    }

    private int half(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 4];
        all[0] = "admin";
        all[1] = "half";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[arguments.length + 2] = "--data";
        all[arguments.length + 3] = data.toString();
        return CarrickCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private JsonNode json(String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        assertThat(half(all)).as("%s", err).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private String state(String id) throws Exception {
        return json("show", "shop/1", id).path("state").asText();
    }

    @Test
    void shouldListShowAndDecide() throws Exception {
        try (JMSContext context = connect()) {
            prepare(context, "1");
            prepare(context, "2 ü");

            await().untilAsserted(() -> assertThat(state("1")).isEqualTo("NO_CHECKER"));
            assertThat(json("list").findValuesAsText("id")).containsExactly("1", "2 ü");
            assertThat(json("list", "--group", "other")).isEmpty();
            assertThat(json("list", "--parked")).isEmpty();
            assertThat(half("list")).isZero();
            assertThat(out.toString()).startsWith("GROUP").contains("shop/1").contains("orders");
            assertThat(metrics())
                    .contains("carrick_transactions{kind=\"half\",state=\"prepared\"} 2.0\n")
                    .contains("carrick_transactions_half_no_checker 2.0\n");

            assertThat(half("commit", "shop/1", "1")).isZero();
            assertThat(out.toString()).contains("half message '1' of group 'shop/1' is COMMITTED");
            assertThat(half("rollback", "shop/1", "2 ü")).isZero();
            assertThat(state("1")).isEqualTo("COMMITTED");
            assertThat(state("2 ü")).isEqualTo("ROLLED_BACK");
            assertThat(context.createConsumer(context.createQueue("orders")).receiveBody(String.class, 10_000))
                    .isEqualTo("order 1");

            assertThat(half("rollback", "shop/1", "1")).isEqualTo(1);
            assertThat(err.toString()).contains("is COMMITTED");
            assertThat(half("show", "shop/1", "3")).isEqualTo(1);
            assertThat(err.toString()).contains("has no half message with id 3");
        }
    }

    @Test
    void shouldRearmWhatIsParked() throws Exception {
        try (JMSContext context = connect()) {
            prepare(context, "1");
            Message check = context.createConsumer(context.createQueue("$half-check/shop/1"))
                    .receive(10_000);
            check.setIntProperty("JMS_AMQP_ACK_TYPE", 3);
            check.acknowledge();
            await().untilAsserted(() -> assertThat(state("1")).isEqualTo("PARKED"));
            assertThat(json("list", "--parked")).hasSize(1);
            assertThat(metrics()).contains("carrick_transactions_half_checks_total{answer=\"unknown\"} 1.0\n");
        }

        assertThat(half("rearm", "shop/1", "1")).isZero();

        assertThat(state("1")).isEqualTo("NO_CHECKER");
        assertThat(json("show", "shop/1", "1").path("checks").asInt()).isZero();
    }

    private String metrics() throws Exception {
        URI metrics =
                URI.create("http://127.0.0.1:" + node.addresses().get("http").getPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
