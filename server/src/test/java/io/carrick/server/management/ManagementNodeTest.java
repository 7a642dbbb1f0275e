package io.carrick.server.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.carrick.server.config.ConfigurationLoader;
import io.carrick.server.node.CarrickEngine;
import io.carrick.server.node.Node;
import io.carrick.server.operator.AuditLog;
import io.carrick.server.security.UsersFile;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The node against a real broker; the client is one of JMS, with a temporary queue for the answers. */
class ManagementNodeTest {
    private static final String TRANSACTION = "carrick.transaction";

    @TempDir
    private static Path data;

    private static Node node;

    private final Logger audit = (Logger) LoggerFactory.getLogger(AuditLog.NAME);
    private final ListAppender<ILoggingEvent> recorded = new ListAppender<>();

    @BeforeAll
    static void startBroker() throws Exception {
        Files.createDirectories(data);
        new UsersFile(data.resolve("users.yaml"))
                .write(List.of(
                        UsersFile.user("operator", Set.of("operator"), "x".toCharArray()),
                        UsersFile.user("client", Set.of("client"), "x".toCharArray())));
        List<String> settings = List.of(
                "data=" + data,
                "listeners[0].port=0",
                "http.enabled=false",
                "store.segment-size=1MiB",
                "store.reserve=1MiB",
                "half-messages.check-after=1h",
                "security.anonymous-roles=[guest]",
                "security.permissions=[{roles: [operator], address: '$management', verbs: [manage]},"
                        + " {roles: [client], address: '#', verbs: [send, receive, create]}]");
        node = Node.start(ConfigurationLoader.load(Optional.empty(), Map.of(), settings), CarrickEngine::start);
    }

    @AfterAll
    static void stopBroker() {
        node.stop();
    }

    @BeforeEach
    void record() {
        recorded.start();
        audit.addAppender(recorded);
        audit.setLevel(Level.INFO);
    }

    @AfterEach
    void stopRecording() {
        audit.detachAppender(recorded);
    }

    private static JmsConnectionFactory factory() {
        return new JmsConnectionFactory(
                "amqp://127.0.0.1:" + node.addresses().get("amqp").getPort());
    }

    /** Asks as a user; null for one without credentials. Properties in pairs. */
    private static Message ask(String user, Object... properties) throws JMSException {
        try (Connection connection =
                user == null ? factory().createConnection() : factory().createConnection(user, "x")) {
            connection.start();
            Session session = connection.createSession();
            TemporaryQueue answers = session.createTemporaryQueue();
            MapMessage request = session.createMapMessage();
            request.setJMSReplyTo(answers);
            for (int i = 0; i < properties.length; i += 2) {
                request.setObjectProperty((String) properties[i], properties[i + 1]);
            }
            session.createProducer(session.createQueue("$management")).send(request);
            Message answer = session.createConsumer(answers).receive(10_000);
            assertThat(answer).as("answer").isNotNull();
            assertThat(answer.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
            return answer;
        }
    }

    private static void expect(int status, String text, Message answer) throws JMSException {
        assertThat(answer.getStringProperty("statusDescription")).contains(text);
        assertThat(answer.getIntProperty("statusCode")).isEqualTo(status);
    }

    private static Object attribute(Message answer, String name) throws JMSException {
        expect(200, "OK", answer);
        return ((Map<?, ?>) ((ObjectMessage) answer).getObject()).get(name);
    }

    private static void prepareHalf(String id) {
        try (JMSContext context = factory().createContext("client", "x", JMSContext.AUTO_ACKNOWLEDGE)) {
            context.createProducer()
                    .setProperty("JMS_CARRICK_HALF_ID", id)
                    .setProperty("JMS_CARRICK_HALF_GROUP", "shop")
                    .send(context.createQueue("orders"), "order " + id);
        }
    }

    @Test
    void shouldReadAndDecideAHalfMessage() throws Exception {
        prepareHalf("read");
        Message shown = ask("operator", "operation", "READ", "type", TRANSACTION, "name", "shop/read");
        assertThat(attribute(shown, "name")).isEqualTo("shop/read");
        assertThat(attribute(shown, "identity")).isEqualTo("shop/read");
        assertThat(attribute(shown, "type")).isEqualTo(TRANSACTION);
        assertThat(attribute(shown, "kind")).isEqualTo("half");
        assertThat(attribute(shown, "state")).isEqualTo("prepared");
        assertThat(attribute(shown, "sentTo")).asString().contains("orders");

        Message done = ask("operator", "operation", "commit", "type", TRANSACTION, "identity", "shop/read");

        assertThat(attribute(done, "state")).isEqualTo("committed");
        expect(409, "COMMITTED", ask("operator", "operation", "rollback", "type", TRANSACTION, "name", "shop/read"));
        expect(409, "COMMITTED", ask("operator", "operation", "rearm", "type", TRANSACTION, "name", "shop/read"));
        assertThat(recorded.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line)
                        .contains("verb=commit id=shop/read user=operator", "via=amqp result=done state=committed"))
                .anySatisfy(line -> assertThat(line)
                        .contains("verb=rollback id=shop/read", "result=refused code=PRECONDITION_FAILED"));
    }

    @Test
    void shouldRollBackALocalTransactionUnderItsClient() throws Exception {
        try (JMSContext worker = factory().createContext("client", "x", JMSContext.SESSION_TRANSACTED)) {
            worker.createProducer().send(worker.createQueue("local"), "never");
            Message[] found = new Message[1];
            await().untilAsserted(() -> {
                found[0] = ask("operator", "operation", "QUERY", "kind", "local", "entityType", TRANSACTION);
                assertThat((List<?>) attribute(found[0], "results")).hasSize(1);
            });
            List<?> names = (List<?>) attribute(found[0], "attributeNames");
            List<?> row = (List<?>) ((List<?>) attribute(found[0], "results")).get(0);
            assertThat(row).hasSameSizeAs(names);
            assertThat(row.get(names.indexOf("user"))).isEqualTo("client");
            Object id = row.get(names.indexOf("identity"));

            Message done = ask("operator", "operation", "rollback", "type", TRANSACTION, "identity", id);

            assertThat(attribute(done, "state")).isEqualTo("rollback-only");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(worker::commit))
                    .isInstanceOf(JMSRuntimeException.class)
                    .hasMessageContaining("amqp:transaction:rollback");
        }
    }

    @Test
    void shouldQueryInPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            prepareHalf("page-" + i);
        }
        Message page = ask("operator", "operation", "QUERY", "group", "shop", "offset", 1L, "count", 2);
        assertThat((List<?>) attribute(page, "results")).hasSize(2);
        expect(400, "count must be a number from 1 to 1000", ask("operator", "operation", "QUERY", "count", 0));
        expect(400, "count must be", ask("operator", "operation", "QUERY", "count", "many"));
        expect(400, "offset must be", ask("operator", "operation", "QUERY", "offset", -1));
        expect(400, "kind must be one of", ask("operator", "operation", "QUERY", "kind", "other"));
        expect(404, "no entity type 'q'", ask("operator", "operation", "QUERY", "entityType", "q"));
    }

    @Test
    void shouldTellWhatItKnows() throws Exception {
        Message types = ask("operator", "operation", "GET-TYPES", "type", "org.amqp.management");
        assertThat(attribute(types, TRANSACTION)).isEqualTo(List.of());
        Message operations = ask("operator", "operation", "GET-OPERATIONS", "entityType", TRANSACTION);
        assertThat(attribute(operations, TRANSACTION)).asString().contains("commit", "forget", "READ", "rearm");
        Message attributes = ask("operator", "operation", "GET-ATTRIBUTES", "entityType", TRANSACTION);
        assertThat(attribute(attributes, TRANSACTION)).asString().contains("identity", "state", "sentTo");
        Message self = ask("operator", "operation", "READ", "type", "org.amqp.management", "identity", "self");
        assertThat(attribute(self, "type")).isEqualTo("org.amqp.management");
        expect(404, "no entity type", ask("operator", "operation", "GET-OPERATIONS", "entityType", "q"));
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() throws Exception {
        expect(400, "operation is required", ask("operator", "type", TRANSACTION));
        expect(501, "no operation 'DANCE'", ask("operator", "operation", "DANCE", "type", TRANSACTION));
        expect(400, "name is required", ask("operator", "operation", "READ", "type", TRANSACTION));
        expect(400, "type is required", ask("operator", "operation", "commit", "name", "shop/1"));
        expect(404, "no entity type 'q'", ask("operator", "operation", "commit", "type", "q", "name", "shop/1"));
        expect(400, "names no transaction", ask("operator", "operation", "READ", "name", "nonsense"));
        expect(404, "no half message", ask("operator", "operation", "READ", "name", "shop/none"));
        expect(404, "No branch", ask("operator", "operation", "forget", "type", TRANSACTION, "name", "1:aa:bb"));
        expect(404, "self", ask("operator", "operation", "READ", "type", "org.amqp.management", "name", "other"));
    }

    @Test
    void shouldRefuseWhoMayNotManage() throws Exception {
        prepareHalf("guarded");
        expect(403, "lacks the permission manage", ask("client", "operation", "QUERY"));
        expect(403, "'$half/shop'", ask("client", "operation", "READ", "name", "shop/guarded"));
        expect(401, "lacks", ask(null, "operation", "QUERY"));
        expect(401, "", ask(null, "operation", "rollback", "type", TRANSACTION, "name", "shop/guarded"));

        assertThat(attribute(ask("operator", "operation", "READ", "name", "shop/guarded"), "state"))
                .isEqualTo("prepared");
        assertThat(recorded.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line)
                        .contains("verb=rollback id=shop/guarded user=anonymous", "refused code=UNAUTHORIZED"));
    }
}
