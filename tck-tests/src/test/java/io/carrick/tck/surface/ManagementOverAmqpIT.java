package io.carrick.tck.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.CommandResult;
import io.carrick.tck.xa.TestXid;
import jakarta.jms.JMSContext;
import jakarta.jms.TransactionRolledBackRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator of transactions of all kinds over {@code $management}, with client libraries as they are. */
@Timeout(120)
class ManagementOverAmqpIT {
    private static final String TRANSACTION = "carrick.transaction";

    private static BrokerProcess broker;

    private final String queue = "managed-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();
    private int requests;

    @BeforeAll
    static void start() {
        String configuration = """
                listeners:
                  - name: amqp
                    port: 0
                    anonymous: true
                security:
                  anonymous-roles: [operator]
                  permissions:
                    - address: "#"
                      verbs: [all]
                      roles: [operator]
                half-messages:
                  check-after: 0s
                  back-off: 10ms
                  checks-max: 1
                """;
        broker = BrokerProcess.named("management").configuration(configuration).start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static CarrickConnectionFactory factory() {
        return new CarrickConnectionFactory("amqp://127.0.0.1:" + broker.port());
    }

    /** Somebody who asks, with a dynamic node for the answers. */
    private final class Manager {
        private final ClientConnection connection;
        private final ClientSender sender;
        private final ClientReceiver answers;

        Manager(ClientAgent agent) {
            connection = agent.connection().open(new BrokerAddress("127.0.0.1", broker.port()));
            sender = connection.sender("$management");
            answers = connection.link().dynamic().openReceiver();
        }

        /** Properties in pairs. */
        ReceivedMessage ask(String operation, String... properties) {
            String id = "request-" + ++requests;
            OutgoingMessage request = OutgoingMessage.body("map:")
                    .field("id", id)
                    .field("reply-to", answers.address())
                    .property("operation", "string:" + operation);
            for (int i = 0; i < properties.length; i += 2) {
                request.property(properties[i], properties[i + 1]);
            }
            assertThat(sender.send(request).accepted()).isTrue();
            ReceivedMessage answer = answers.receive();
            answer.accept();
            assertThat(answer.field("correlation-id")).isEqualTo(id);
            return answer;
        }

        ReceivedMessage askAbout(String id, String operation) {
            return ask(operation, "type", "string:" + TRANSACTION, "name", "string:" + id);
        }

        /** The state that the answer to a question about a transaction tells. */
        String state(String id, String operation) {
            ReceivedMessage answer = askAbout(id, operation);
            assertThat(answer.property("statusCode"))
                    .as(answer.property("statusDescription"))
                    .isEqualTo("number:200");
            return answer.element("state").substring("string:".length());
        }

        /** The ids of what is listed. */
        List<String> query(String... properties) {
            ReceivedMessage answer = ask("QUERY", properties);
            assertThat(answer.property("statusCode")).isEqualTo("number:200");
            assertThat(answer.element("attributeNames.1")).isEqualTo("string:identity");
            List<String> ids = new ArrayList<>();
            for (int i = 0; answer.element("results." + i) != null; i++) {
                ids.add(answer.element("results." + i + ".1").substring("string:".length()));
            }
            return ids;
        }
    }

    /** A prepared branch that has sent to the queue. */
    private String prepareBranch() throws Exception {
        TestXid xid = TestXid.of(queue.substring(0, 40));
        try (XAConnection connection = factory().createXAConnection()) {
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage("xa"));
            resource.end(xid, XAResource.TMSUCCESS);
            resource.prepare(xid);
        }
        HexFormat hex = HexFormat.of();
        return xid.getFormatId() + ":" + hex.formatHex(xid.getGlobalTransactionId()) + ":"
                + hex.formatHex(xid.getBranchQualifier());
    }

    /** A half message whose group did not know what to answer. */
    private String parkHalf(ClientConnection connection) {
        assertThat(connection
                        .sender(queue)
                        .send(OutgoingMessage.text("half")
                                .annotation("x-opt-half-id", "string:order 1")
                                .annotation("x-opt-half-group", "string:" + group))
                        .accepted())
                .isTrue();
        ClientReceiver checker =
                connection.link().address("$half-check/" + group).credit(1).openReceiver();
        checker.receive().release();
        checker.close();
        return group + "/order%201";
    }

    private static String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + broker.port("http") + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private List<String> texts(ClientConnection connection, int count) {
        ClientReceiver receiver = connection.receiver(queue);
        List<String> texts = receiver.acceptTexts(count);
        assertThat(receiver.staysEmpty()).isTrue();
        return texts;
    }

    @ParameterizedTest
    @EnumSource(names = {"RHEA", "PROTON_PYTHON"})
    void shouldLetAnOperatorListAndDecideTransactionsOfAllKinds(ClientKind library) throws Exception {
        try (ClientAgent agent = ClientAgent.start(library)) {
            String branch = prepareBranch();
            String half = parkHalf(agent.connection().open(new BrokerAddress("127.0.0.1", broker.port())));
            // An answer is on its way to the disk when the link of its checker has closed.
            Manager before = new Manager(agent);
            await().untilAsserted(() -> assertThat(before.state(half, "READ")).isEqualTo("parked"));
            broker.kill();
            broker.start();
            Manager manager = new Manager(agent);
            assertThat(manager.state(half, "READ")).isEqualTo("parked");

            assertThat(manager.query("state", "string:in-doubt")).contains(branch, half);
            assertThat(manager.query("kind", "string:xa", "count", "int:10")).containsExactly(branch);
            assertThat(manager.query("group", "string:" + group)).containsExactly(half);
            assertThat(manager.state(branch, "READ")).isEqualTo("prepared");
            assertThat(manager.askAbout(branch, "READ").element("sentTo.0.address"))
                    .isEqualTo("string:" + queue);
            assertThat(metrics())
                    .contains("carrick_transactions{kind=\"xa\",state=\"prepared\"} 1.0\n")
                    .containsPattern(
                            "carrick_transactions_oldest_age_seconds\\{kind=\"xa\",state=\"prepared\"} (0\\.[1-9]|[1-9])");

            assertThat(manager.askAbout(branch, "rearm").property("statusCode")).isEqualTo("number:409");
            assertThat(manager.state(branch, "commit")).isEqualTo("heuristically-committed");
            assertThat(manager.askAbout(branch, "rollback").property("statusDescription"))
                    .contains("heuristically-committed");
            assertThat(manager.state(branch, "forget")).isEqualTo("forgotten");
            assertThat(manager.askAbout(branch, "READ").property("statusCode")).isEqualTo("number:404");
            assertThat(manager.state(half, "rearm")).isEqualTo("prepared");
            assertThat(manager.state(half, "commit")).isEqualTo("committed");
            assertThat(texts(manager.connection, 2)).containsExactlyInAnyOrder("xa", "half");
            rollBackALocalTransaction(manager);
            assertThat(manager.ask("DANCE").property("statusCode")).isEqualTo("number:501");
            assertThat(broker.awaitOutput("verb=forget id=" + branch)).contains("user=anonymous", "via=amqp");
        }
    }

    private void rollBackALocalTransaction(Manager manager) throws Exception {
        try (JMSContext worker = factory().createContext(JMSContext.SESSION_TRANSACTED)) {
            worker.createProducer().send(worker.createQueue(queue), "local");
            String[] local = new String[1];
            await().untilAsserted(() -> {
                List<String> open = manager.query("kind", "string:local");
                assertThat(open).hasSize(1);
                local[0] = open.get(0);
            });
            CommandResult listed = CommandResult.carrick(
                    "admin", "transactions", "list", "--data", broker.data().toString());
            assertThat(listed.output()).contains(local[0]).contains("active");

            assertThat(manager.state(local[0], "rollback")).isEqualTo("rollback-only");

            assertThatThrownBy(worker::commit).isInstanceOf(TransactionRolledBackRuntimeException.class);
        }
        assertThat(manager.connection.receiver(queue).staysEmpty()).isTrue();
        await().untilAsserted(
                        () -> assertThat(manager.query("kind", "string:local")).isEmpty());
    }
}
