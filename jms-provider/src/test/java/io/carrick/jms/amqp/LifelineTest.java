package io.carrick.jms.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireSession;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifelineTest {
    private static final Target QUEUE = new Target("orders", DestinationKind.QUEUE);
    private static final String TWO = "failover:(amqp://a:5672,amqp://b:5672)?failover.reconnectDelay=1";

    private final MemoryBroker broker = new MemoryBroker();
    private final WireEvents events = new WireEvents();
    private WireConnection connection;

    @AfterEach
    void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
        broker.close();
    }

    private void connect(String uri) throws JMSException {
        connect(uri, Map.of());
    }

    private void connect(String uri, Map<String, String> options) throws JMSException {
        connection = broker.connect(uri, options, events);
        connection.open(null);
    }

    private List<String> hosts() {
        return broker.connects.stream().map(endpoint -> endpoint.host()).toList();
    }

    private static ErrorCondition redirect(String scheme) {
        ErrorCondition error = new ErrorCondition(Symbol.valueOf("amqp:connection:redirect"), "go there");
        error.setInfo(Map.of(
                Symbol.valueOf("network-host"), "c", Symbol.valueOf("port"), 5673, Symbol.valueOf("scheme"), scheme));
        return error;
    }

    @Test
    void shouldSayWhatTheBrokerIs() throws Exception {
        broker.openProperties = Map.of(Symbol.valueOf("product"), "Memory", Symbol.valueOf("version"), "1");
        connect("amqp://a:5672");
        assertThat(connection.broker().product()).isEqualTo("Memory");
        assertThat(connection.broker().capabilities()).containsExactly("ANONYMOUS-RELAY");
        assertThat(broker.clientOpen.getHostname()).isEqualTo("a");
        assertThat(broker.clientOpen.getContainerId()).startsWith("ID:");
    }

    @Test
    void shouldTakePrefixesOfAddressesFromTheOptionsOrElseFromTheBroker() throws Exception {
        broker.openProperties =
                Map.of(Symbol.valueOf("queue-prefix"), "queue:", Symbol.valueOf("topic-prefix"), "topic:");
        connect("amqp://a:5672?jms.topicPrefix=t.");
        assertThat(connection.broker().queuePrefix()).isEqualTo("queue:");
        assertThat(connection.broker().topicPrefix()).isEqualTo("t.");
    }

    @Test
    void shouldTryTheBrokersInTurnAtTheStart() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        broker.reachable = endpoint -> attempts.incrementAndGet() < 4 ? new JMSException("not there") : null;
        connect(TWO);
        assertThat(hosts()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void shouldGoToAnotherBrokerFirstWhenOneIsLost() throws Exception {
        connect(TWO);
        broker.cut();
        await().until(() -> events.told.contains("restored"));
        assertThat(hosts()).containsExactly("a", "b");
    }

    @Test
    void shouldKeepItsContainerIdAndPutItsOwnLostConnectionOut() throws Exception {
        connect(TWO);
        String id = broker.clientOpen.getContainerId();
        broker.cut();
        await().until(() -> events.told.contains("restored"));
        assertThat(broker.clientOpen.getContainerId()).isEqualTo(id);
        Object policy = broker.clientOpen.getProperties().get(Symbol.valueOf("sole-connection-enforcement-policy"));
        assertThat(policy).isEqualTo(UnsignedInteger.ONE);
    }

    @Test
    void shouldGiveUpAfterTheAttemptsThatTheSettingsPermit() {
        broker.reachable = endpoint -> new JMSException("not there");
        assertThatThrownBy(() -> connect(TWO, Map.of("failover.startupMaxReconnectAttempts", "3")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("not there");
        assertThat(hosts()).containsExactly("a", "b", "a", "b", "a", "b");
    }

    @Test
    void shouldNotTryAgainWithRefusedCredentials() {
        broker.reachable = endpoint -> new JMSSecurityException("wrong");
        assertThatThrownBy(() -> connect(TWO)).isInstanceOf(JMSSecurityException.class);
        assertThat(hosts()).containsExactly("a");
    }

    @Test
    void shouldTellThatAClientIdIsInUse() {
        broker.refuses = endpoint -> {
            ErrorCondition error = new ErrorCondition(Symbol.valueOf("amqp:invalid-field"), "in use");
            error.setInfo(Map.of(Symbol.valueOf("invalid-field"), Symbol.valueOf("container-id")));
            return error;
        };
        assertThatThrownBy(() -> connect(TWO)).isInstanceOf(InvalidClientIDException.class);
    }

    @Test
    void shouldFollowARedirect() throws Exception {
        broker.refuses = endpoint -> endpoint.host().equals("a") ? redirect("amqp") : null;
        connect("amqp://a:5672");
        assertThat(hosts()).containsExactly("a", "c");
    }

    @Test
    void shouldNotFollowARedirectFromTlsToClearText() {
        broker.refuses = endpoint -> endpoint.host().equals("a") ? redirect("amqp") : null;
        assertThatThrownBy(() -> connect("amqps://a:5671"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("encrypted");
        assertThat(hosts()).containsExactly("a");
    }

    @Test
    void shouldUseTheListThatTheBrokerPushes() throws Exception {
        broker.openProperties = Map.of(
                Symbol.valueOf("failover-server-list"),
                List.of(Map.of(Symbol.valueOf("network-host"), "d", Symbol.valueOf("port"), 5672)));
        connect("failover:(amqp://a:5672)?failover.reconnectDelay=1");
        broker.cut();
        await().until(() -> events.told.contains("restored"));
        assertThat(hosts()).containsExactly("a", "d");
    }

    @Test
    void shouldDoOverTheNextSocketWhatWasAskedForOverTheLostOne() throws Exception {
        connect(TWO);
        WireSession session = connection.openSession();
        broker.answersAttach = false;
        Thread opener = new Thread(() -> {
            try {
                session.openSender(QUEUE);
            } catch (JMSException e) {
                events.told.add("refused");
            }
        });
        opener.start();
        await().until(() -> !broker.attaches.isEmpty());
        broker.answersAttach = true;
        broker.cut();
        opener.join(5_000);
        assertThat(opener.isAlive()).isFalse();
        await().until(() -> events.told.size() == 2);
        assertThat(events.told).containsExactly("interrupted", "restored");
    }

    @Test
    void shouldNotWaitLongerThanTheRequestTimeOut() throws Exception {
        connect("amqp://a:5672", Map.of("jms.requestTimeout", "50"));
        WireSession session = connection.openSession();
        broker.answersAttach = false;
        assertThatThrownBy(() -> session.openSender(QUEUE))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("50 ms");
    }

    @Test
    void shouldCloseWhileThereIsNoBroker() throws Exception {
        connect("failover:(amqp://a:5672)?failover.reconnectDelay=1");
        WireSession session = connection.openSession();
        broker.reachable = endpoint -> new JMSException("not there");
        broker.cut();
        await().until(() -> broker.connects.size() > 2);
        connection.close();
        assertThatThrownBy(() -> session.openSender(QUEUE)).isInstanceOf(JMSException.class);
        assertThat(events.told).containsExactly("interrupted");
    }

    @Test
    void shouldFailTheConnectionForBytesThatAreNoFrame() throws Exception {
        connect("amqp://a:5672");
        broker.onIoThread(() -> broker.socket.inject(new byte[] {0, 0, 0, 3, 2, 0, 0, 0}));
        await().until(() -> events.told.contains("failed"));
        assertThatThrownBy(() -> connection.openSession())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("smaller than its header");
    }
}
