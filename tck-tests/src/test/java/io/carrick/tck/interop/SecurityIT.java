package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrick.tck.client.AmqpException;
import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ConnectionOptions;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.SendOutcome;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SASL, TLS, WebSocket and permissions with each kind of client. */
@ExtendWith(SecuredBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SecurityIT {
    private final SecuredBroker.Running broker;
    private final Map<ClientKind, ClientAgent> agents = new EnumMap<>(ClientKind.class);

    SecurityIT(SecuredBroker.Running broker) {
        this.broker = broker;
    }

    @BeforeAll
    void startAgents() {
        for (ClientKind kind : ClientKind.values()) {
            agents.put(kind, ClientAgent.start(kind));
        }
    }

    @AfterAll
    void stopAgents() {
        agents.values().forEach(ClientAgent::close);
    }

    private ConnectionOptions alice(ClientKind kind) {
        return agents.get(kind)
                .connection()
                .credentials(SecuredBroker.ALICE, SecuredBroker.ALICE_PASSWORD)
                .virtualHost("localhost");
    }

    private ConnectionOptions bob(ClientKind kind) {
        return agents.get(kind)
                .connection()
                .credentials(SecuredBroker.BOB, SecuredBroker.BOB_PASSWORD)
                .virtualHost("localhost");
    }

    private static void assertWorks(ClientConnection connection) {
        String queue = "open." + UUID.randomUUID();
        assertThat(connection.sender(queue).send("hello").accepted()).isTrue();
        assertThat(connection.receiver(queue).acceptTexts(1)).containsExactly("hello");
        connection.close();
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldLogInWithPlain(ClientKind kind) {
        assertWorks(alice(kind).mechanisms("PLAIN").open(broker.listener("amqp")));
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldConnectOverTls(ClientKind kind) {
        assertWorks(alice(kind)
                .tls(broker.certificates().authority())
                .mechanisms("PLAIN")
                .open(broker.listener("amqps")));
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldLogInByClientCertificate(ClientKind kind) {
        assertWorks(agents.get(kind)
                .connection()
                .virtualHost("localhost")
                .tls(broker.certificates().authority())
                .certificate(
                        broker.certificates().client(), broker.certificates().clientKey())
                .open(broker.listener("amqps")));
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldBeRefusedByClientThatTrustsAnotherAuthority(ClientKind kind) {
        ConnectionOptions distrustful =
                alice(kind).tls(broker.certificates().stranger()).mechanisms("PLAIN");

        assertThatThrownBy(() -> distrustful.open(broker.listener("amqps"))).isInstanceOf(AmqpException.class);
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldRefuseWrongPasswordAndUnknownUser(ClientKind kind) {
        for (String user : new String[] {SecuredBroker.ALICE, "nobody"}) {
            AmqpException refused = catchThrowableOfType(
                    AmqpException.class,
                    () -> agents.get(kind)
                            .connection()
                            .credentials(user, "wrong")
                            .mechanisms("PLAIN")
                            .open(broker.listener("amqp")));
            assertThat(refused).as(user).isNotNull();
            assertThat(refused.condition() + " " + refused.description())
                    .as(user)
                    .containsAnyOf("amqp:unauthorized-access", "auth", "Auth");
        }
        assertWorks(alice(kind).mechanisms("PLAIN").open(broker.listener("amqp")));
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldRefuseClientWithoutCredentials(ClientKind kind) {
        assertThatThrownBy(() -> agents.get(kind).connection().open(broker.listener("amqp")))
                .isInstanceOf(AmqpException.class);
        assertThatThrownBy(
                        () -> agents.get(kind).connection().withoutSaslLayer().open(broker.listener("amqp")))
                .isInstanceOf(AmqpException.class);
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldRefuseForbiddenAddressAndKeepTheConnection(ClientKind kind) {
        ClientConnection connection = bob(kind).mechanisms("PLAIN").open(broker.listener("amqp"));

        for (Runnable forbidden : new Runnable[] {
            () -> connection.sender("secret.plans"),
            () -> connection.receiver("secret.plans"),
            () -> connection.receiver("drop.box")
        }) {
            AmqpException refused = catchThrowableOfType(AmqpException.class, forbidden::run);
            assertThat(refused).isNotNull();
            assertThat(refused.condition()).isEqualTo("amqp:unauthorized-access");
        }
        assertThat(connection.sender("drop.box").send("for alice").accepted()).isTrue();
        assertWorks(connection);
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldRefuseForbiddenAddressOnAnAnonymousSender(ClientKind kind) {
        ClientConnection connection = bob(kind).mechanisms("PLAIN").open(broker.listener("amqp"));

        SendOutcome outcome =
                connection.anonymousSender().send(OutgoingMessage.text("x").field("to", "secret.plans"));

        assertThat(outcome.name()).isEqualTo("rejected");
        if (kind != ClientKind.PROTON_CPP) { // this version of the library does not show the error of a rejection
            assertThat(outcome.condition()).isEqualTo("amqp:unauthorized-access");
        }
        assertWorks(connection);
    }

    @Test
    void shouldConnectOverWebSocket() {
        assertWorks(alice(ClientKind.RHEA)
                .webSocket("ws://127.0.0.1:" + broker.listener("ws").port() + "/")
                .open(broker.listener("ws")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JMSContext jms(String scheme, String listener, String options) {
        String host = scheme.startsWith("amqps") ? "localhost" : "127.0.0.1";
        return new JmsConnectionFactory(scheme + "://" + host + ":"
                        + broker.listener(listener).port() + "?jms.requestTimeout=20000&" + options)
                .createContext(SecuredBroker.ALICE, SecuredBroker.ALICE_PASSWORD);
    }

    private static void assertWorks(JMSContext context) {
        try (context) {
            var queue = context.createQueue("open." + UUID.randomUUID());
            context.createProducer().send(queue, "hello");
            assertThat(context.createConsumer(queue).receiveBody(String.class, 10_000))
                    .isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
    void shouldLogInFromJmsWith(String mechanism) {
        assertWorks(jms("amqp", "amqp", "amqp.saslMechanisms=" + mechanism));
    }

    @Test
    void shouldLogInFromJmsWithWhatItPrefers() {
        assertWorks(jms("amqp", "amqp", "jms.connectTimeout=15000"));
    }

    @Test
    void shouldConnectFromJmsOverTls() {
        assertWorks(jms("amqps", "amqps", trust()));
    }

    @Test
    void shouldLogInFromJmsByClientCertificate() {
        assertWorks(new JmsConnectionFactory("amqps://localhost:"
                        + broker.listener("amqps").port() + "?amqp.saslMechanisms=EXTERNAL&" + trust()
                        + "&transport.keyStorePassword=secret&transport.keyStoreLocation="
                        + encoded(broker.certificates().clientStore().toString()))
                .createContext());
    }

    private String trust() {
        return "transport.trustStorePassword=secret&transport.trustStoreLocation="
                + encoded(broker.certificates().trustStore().toString());
    }

    @Test
    void shouldConnectFromJmsOverWebSocket() {
        assertWorks(jms("amqpws", "ws", "jms.connectTimeout=15000"));
    }

    @Test
    void shouldTellJmsThatTheCredentialsAreWrong() {
        JmsConnectionFactory factory = new JmsConnectionFactory(
                "amqp://127.0.0.1:" + broker.listener("amqp").port());

        assertThatThrownBy(() ->
                        factory.createContext(SecuredBroker.ALICE, "wrong").createTemporaryQueue())
                .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    void shouldTellJmsThatAnAddressIsForbidden() {
        try (JMSContext context = new JmsConnectionFactory(
                        "amqp://127.0.0.1:" + broker.listener("amqp").port())
                .createContext(SecuredBroker.BOB, SecuredBroker.BOB_PASSWORD)) {
            assertThatThrownBy(() -> context.createConsumer(context.createQueue("secret.plans")))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
            assertThatThrownBy(() -> context.createProducer().send(context.createQueue("secret.plans"), "x"))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
        }
    }
}
