package io.carrick.jms.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.ConnectionSettings;
import io.carrick.jms.config.FactorySettings;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettyConnectorTest {
    private final List<TransportConnector> connectors = new ArrayList<>();

    @AfterEach
    void release() {
        connectors.forEach(TransportConnector::release);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?transport.useEpoll=false", "?transport.useIoUring=true"})
    void shouldCarryBytes(String options) throws Exception {
        try (EchoServer server = EchoServer.plain()) {
            RecordingListener listener = connect("amqp://127.0.0.1:" + server.port() + options);

            assertThat(listener.transport().isSecure()).isFalse();
            assertThat(listener.transport().localPrincipal()).isEmpty();
            listener.send(connectors.get(0), "hello");
            await().until(() -> listener.text().equals("hello"));
        }
    }

    @Test
    void shouldSendWhatWasWrittenBeforeItCloses() throws Exception {
        try (EchoServer server = EchoServer.plain()) {
            RecordingListener listener = connect("amqp://127.0.0.1:" + server.port());
            listener.transport();
            listener.send(connectors.get(0), "last words");
            listener.transport().close();
            listener.transport().close();

            assertThat(listener.cause()).isNull();
            assertThat(listener.closings()).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseThoughTheBrokerDoesNotRead() throws Exception {
        try (EchoServer server = EchoServer.plain()) {
            RecordingListener listener = connect("amqp://127.0.0.1:" + server.port());
            listener.transport();
            server.stopReading();
            listener.send(connectors.get(0), "x".repeat(64 << 20));
            listener.awaitUnwritable();
            listener.transport().close();

            assertThat(listener.cause()).isNull();
        }
    }

    @Test
    void shouldTellThatTheBrokerHasClosed() throws Exception {
        try (EchoServer server = EchoServer.plain()) {
            RecordingListener listener = connect("amqp://127.0.0.1:" + server.port());
            listener.transport();
            server.cutConnections();

            assertThat(listener.cause())
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("the broker has closed the connection");
        }
    }

    @Test
    void shouldSayThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RecordingListener listener = connect("amqp://127.0.0.1:" + port);

        assertThat(listener.cause())
                .isNotInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("amqp://127.0.0.1:" + port)
                .hasMessageContaining("nobody listens there");
        assertThat(listener.wasConnected()).isFalse();
    }

    @Test
    void shouldSayThatTheHostIsUnknown() throws Exception {
        JMSException cause = connect("amqp://no-such-host.invalid").cause();

        assertThat(cause).hasMessageContaining("the host 'no-such-host.invalid' is unknown");
        assertThat(cause.getLinkedException()).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqps, the TLS handshake", "amqpws, opening the WebSocket"})
    void shouldGiveUpABrokerThatSaysNothing(String schemeAndStep) throws Exception {
        String[] parts = schemeAndStep.split(", ");
        SSLContext.getDefault().createSSLEngine();
        try (ServerSocket silent = new ServerSocket(0)) {
            RecordingListener listener =
                    connect(parts[0] + "://127.0.0.1:" + silent.getLocalPort() + "?transport.connectTimeout=1000");

            assertThat(listener.cause()).hasMessageContaining("no answer within 1000 ms while " + parts[1]);
            assertThat(listener.closings()).isEqualTo(1);
        }
    }

    @Test
    void shouldCarryBytesInAWebSocket() throws Exception {
        try (EchoServer server = new EchoServer(null, "/messages", "amqp")) {
            RecordingListener listener =
                    connect("amqpws://127.0.0.1:" + server.port() + "/messages?transport.ws.httpHeader.X-Tenant=a%20b");
            listener.transport();
            listener.send(connectors.get(0), "hello");
            await().until(() -> listener.text().equals("hello"));

            assertThat(server.upgradeHeader("Sec-WebSocket-Protocol")).isEqualTo("amqp");
            assertThat(server.upgradeHeader("X-Tenant")).isEqualTo("a b");
            listener.transport().close();
            assertThat(listener.cause()).isNull();
        }
    }

    @Test
    void shouldSayThatAWebSocketIsNotForAmqp() throws Exception {
        try (EchoServer server = new EchoServer(null, "/", "mqtt")) {
            RecordingListener listener = connect("amqpws://127.0.0.1:" + server.port());

            assertThat(listener.cause())
                    .hasMessageContaining("does not open the WebSocket")
                    .hasMessageContaining("amqp");
        }
    }

    @Test
    void shouldServeOneConnectionWithOneThreadAndEndItAfterwards() throws Exception {
        try (EchoServer server = EchoServer.plain()) {
            TransportConnector connector = connector("amqp://127.0.0.1:" + server.port());
            for (int i = 0; i < 3; i++) {
                RecordingListener listener = new RecordingListener();
                connector.connect(broker("amqp://127.0.0.1:" + server.port()), listener);
                listener.transport();
                assertThat(ioThreads()).hasSize(1);
                listener.transport().close();
                listener.cause();
            }
            connector.release();
            connector.release();
            await().atMost(10, SECONDS).until(() -> ioThreads().isEmpty());
        }
    }

    @Test
    void shouldLimitTheThreadsThatConnectionsShare() throws Exception {
        try (EchoServer server = EchoServer.plain()) {
            String uri = "amqp://127.0.0.1:" + server.port() + "?transport.sharedEventLoopThreads=2";
            for (int i = 0; i < 20; i++) {
                connect(uri).transport();
            }
            assertThat(ioThreads()).hasSize(2);
        }
    }

    private static List<String> ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("carrick-jms-io"))
                .collect(Collectors.toList());
    }

    private RecordingListener connect(String uri) {
        RecordingListener listener = new RecordingListener();
        connector(uri).connect(broker(uri), listener);
        return listener;
    }

    private TransportConnector connector(String uri) {
        TransportConnector connector = new NettyConnector(settings(uri));
        connectors.add(connector);
        return connector;
    }

    private static BrokerEndpoint broker(String uri) {
        return settings(uri).brokers().get(0);
    }

    private static ConnectionSettings settings(String uri) {
        return FactorySettings.parse(uri, Map.of()).connection();
    }
}
