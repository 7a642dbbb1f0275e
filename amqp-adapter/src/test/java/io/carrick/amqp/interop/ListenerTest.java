package io.carrick.amqp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.ListenerSettings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.Open;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens before and around AMQP on a listener. */
@Timeout(60)
class ListenerTest {
    private static final String AMQP_HEADER = "414d515000010000";
    private static final String SASL_HEADER = "414d515003010000";

    @TempDir
    private static Path data;

    private static RunningBroker broker;

    @BeforeAll
    static void start() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext tls =
                SslContextBuilder.forServer(certificate.toKeyManagerFactory()).build();
        broker = new RunningBroker(
                data,
                AmqpSettings.DEFAULT.withVirtualHosts(Set.of("127.0.0.1", "localhost", "known")),
                ListenerSettings.tcp("users", "127.0.0.1", 0, RunningBroker.users("ann", "secret", "PLAIN")),
                ListenerSettings.tcp("scram", "127.0.0.1", 0, RunningBroker.users("ann", "secret", "SCRAM-SHA-256")),
                ListenerSettings.tcp("open", "127.0.0.1", 0, null),
                ListenerSettings.tcp("quick", "127.0.0.1", 0, RunningBroker.anonymous())
                        .withConnectionLimits(1, Duration.ofMillis(300)),
                ListenerSettings.tcp("tls", "127.0.0.1", 0, RunningBroker.anonymous())
                        .withTls(() -> tls),
                ListenerSettings.tcp("ws", "127.0.0.1", 0, RunningBroker.anonymous())
                        .withWebSocket(),
                ListenerSettings.tcp("tiny", "127.0.0.1", 0, RunningBroker.anonymous())
                        .withFrameSizeMax(512));
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    private static SocketPeer connect(String listener) throws IOException {
        return new SocketPeer(broker.port(listener));
    }

    private static SaslCode login(SocketPeer peer, String mechanism, String response) throws IOException {
        peer.writeHex(SASL_HEADER);
        peer.expectHeader(SASL_HEADER);
        peer.expect(SaslMechanisms.class);
        SaslInit init = new SaslInit();
        init.setMechanism(Symbol.valueOf(mechanism));
        init.setInitialResponse(new Binary(response.getBytes(StandardCharsets.UTF_8)));
        peer.sendSasl(init);
        return peer.expect(SaslOutcome.class).getCode();
    }

    @Test
    void shouldAnswerAnUnknownHeaderWithItsOwnAndClose() throws IOException {
        try (SocketPeer peer = connect("users")) {
            peer.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));

            peer.expectHeader(SASL_HEADER);
            peer.expectEnd();
        }
    }

    @Test
    void shouldAnswerASaslHeaderWithAmqpWhereThereIsNoSasl() throws IOException {
        try (SocketPeer peer = connect("open")) {
            peer.writeHex(SASL_HEADER);

            peer.expectHeader(AMQP_HEADER);
            peer.expectEnd();
        }
    }

    @Test
    void shouldTakeClientsWithoutSaslLayerWhereAnonymousIsOffered() throws IOException {
        try (SocketPeer peer = connect("test")) {
            peer.open("bare", open -> {});

            Open open = peer.expect(Open.class);
            assertThat(Arrays.asList(open.getOfferedCapabilities()))
                    .contains(Symbol.valueOf("ANONYMOUS-RELAY"), Symbol.valueOf("DELAYED_DELIVERY"));
            assertThat(open.getProperties().get(Symbol.valueOf("product"))).isEqualTo("Carrick");
        }
    }

    @Test
    void shouldRefuseClientsWithoutSaslLayerElsewhere() throws IOException {
        try (SocketPeer peer = connect("users")) {
            peer.open("bare", open -> {});

            Open open = peer.expect(Open.class);
            assertThat(open.getProperties().get(Symbol.valueOf("amqp:connection-establishment-failed")))
                    .isEqualTo(true);
            SocketPeer.expectError(peer.expect(Close.class).getError(), AmqpError.UNAUTHORIZED_ACCESS);
        }
    }

    @Test
    void shouldLetInByPassword() throws IOException {
        try (SocketPeer peer = connect("users")) {
            assertThat(login(peer, "PLAIN", "\0ann\0secret")).isEqualTo(SaslCode.OK);

            peer.open("ann", open -> {});
            peer.expect(Open.class);
        }
    }

    @Test
    void shouldRefuseWrongPasswordsAndMechanisms() throws IOException {
        try (SocketPeer peer = connect("users")) {
            assertThat(login(peer, "PLAIN", "\0ann\0guess")).isEqualTo(SaslCode.AUTH);
            peer.expectEnd();
        }
        try (SocketPeer peer = connect("users")) {
            assertThat(login(peer, "ANONYMOUS", "")).isEqualTo(SaslCode.AUTH);
            peer.expectEnd();
        }
    }

    @Test
    void shouldEndTheSaslLayerForAnOversizedFrame() throws IOException {
        try (SocketPeer peer = connect("users")) {
            peer.writeHex(SASL_HEADER);
            peer.expectHeader(SASL_HEADER);
            peer.expect(SaslMechanisms.class);

            peer.writeHex("00001001 02010000");

            assertThat(peer.expect(SaslOutcome.class).getCode()).isEqualTo(SaslCode.SYS_PERM);
            peer.expectEnd();
        }
    }

    @Test
    void shouldRefuseAnUnknownVirtualHost() throws IOException {
        try (SocketPeer peer = connect("test")) {
            peer.open("lost", open -> open.setHostname("elsewhere"));

            peer.expect(Open.class);
            SocketPeer.expectError(peer.expect(Close.class).getError(), AmqpError.NOT_FOUND);
        }
    }

    @Test
    void shouldRefuseLargeFramesBeforeOpen() throws IOException {
        try (SocketPeer peer = connect("test")) {
            peer.writeHex(AMQP_HEADER);
            peer.expectHeader(AMQP_HEADER);

            peer.writeHex("00001001 02000000");

            peer.expect(Open.class);
            SocketPeer.expectError(peer.expect(Close.class).getError(), ConnectionError.FRAMING_ERROR);
        }
    }

    @Test
    void shouldCutOffClientsThatDoNotOpenInTime() throws IOException {
        try (SocketPeer peer = connect("quick")) {
            peer.writeHex("414d51");

            peer.expectEnd();
        }
    }

    @Test
    void shouldTakeNoMoreConnectionsThanAllowed() throws IOException {
        Awaitility.await().untilAsserted(() -> {
            try (SocketPeer first = connect("quick")) {
                first.open("first", open -> {});
                first.expect(Open.class);
                try (SocketPeer second = connect("quick")) {
                    second.expectEnd();
                }
            }
        });
    }

    @Test
    void shouldServeFramesOf512Bytes() throws IOException {
        try (SocketPeer peer = SocketPeer.begun(broker.port("tiny"), "tiny")) {
            peer.attachSender("s", 0, "tiny-queue");
            peer.send(SocketPeer.receiver("r", 1, "tiny-queue"));
            peer.expect(org.apache.qpid.proton.amqp.transport.Attach.class);
        }
        try (SocketPeer peer = connect("tiny")) {
            peer.open("tiny", open -> {});
            assertThat(peer.expect(Open.class).getMaxFrameSize()).isEqualTo(UnsignedInteger.valueOf(512));
        }
    }

    @Test
    void shouldSpeakTls() throws JMSException {
        exchange("amqps://localhost:" + broker.port("tls")
                + "?transport.trustAll=true&transport.verifyHost=false&transport.connectTimeout=10000");
    }

    @Test
    void shouldSpeakWebSocket() throws JMSException {
        exchange("amqpws://127.0.0.1:" + broker.port("ws"));
    }

    @Test
    void shouldLetInByScram() throws JMSException {
        exchange("amqp://127.0.0.1:" + broker.port("scram") + "?jms.username=ann&jms.password=secret");
        Assertions.assertThatThrownBy(() ->
                        exchange("amqp://127.0.0.1:" + broker.port("scram") + "?jms.username=ann&jms.password=guess"))
                .isInstanceOf(JMSSecurityException.class);
    }

    private static void exchange(String uri) throws JMSException {
        try (Connection connection = new JmsConnectionFactory(uri).createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue queue = session.createQueue("exchange");
            String text = "x".repeat(300_000);
            session.createProducer(queue).send(session.createTextMessage(text));

            TextMessage received = (TextMessage) session.createConsumer(queue).receive(10_000);

            assertThat(received.getText()).isEqualTo(text);
        }
    }

    @Test
    void shouldForceConnectionsToCloseOnStop(@TempDir Path otherData) throws IOException {
        RunningBroker other = new RunningBroker(otherData, AmqpSettings.DEFAULT);
        try (SocketPeer peer = SocketPeer.begun(other.port(), "client")) {
            Thread stopping = new Thread(() -> other.server().stop(Duration.ofSeconds(5)));
            stopping.start();

            SocketPeer.expectError(peer.expect(Close.class).getError(), ConnectionError.CONNECTION_FORCED);
            peer.send(new Close());
            peer.expectEnd();
        } finally {
            other.close();
        }
    }
}
