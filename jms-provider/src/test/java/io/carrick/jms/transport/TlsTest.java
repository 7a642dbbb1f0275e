package io.carrick.jms.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.config.ConnectionSettings;
import io.carrick.jms.config.FactorySettings;
import io.carrick.jms.config.StoreSettings;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final String PASSWORD = "pencil";

    @TempDir
    private static Path directory;

    private static X509Bundle authority;
    private static X509Bundle client;
    private static String trust;

    private final List<TransportConnector> connectors = new ArrayList<>();

    @BeforeAll
    static void certify() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .ecp256()
                .buildSelfSigned();
        client = certificate("client").buildIssuedBy(authority);
        trust = "&transport.trustStoreType=PEM&transport.trustStoreLocation="
                + write("authority.pem", authority.getCertificatePEM());
    }

    @AfterEach
    void release() {
        connectors.forEach(TransportConnector::release);
    }

    @Test
    void shouldTrustABrokerWhoseCertificateIsInOrder() throws Exception {
        try (EchoServer server = EchoServer.tls(context(certificate("localhost")))) {
            RecordingListener listener = connect("amqps://localhost:" + server.port() + "?" + trust);

            assertThat(listener.transport().isSecure()).isTrue();
            listener.send(connectors.get(0), "hello");
            await().until(() -> listener.text().equals("hello"));
            listener.transport().close();
            assertThat(listener.cause()).isNull();
        }
    }

    @Test
    void shouldCarryBytesInASecureWebSocket() throws Exception {
        try (EchoServer server = new EchoServer(context(certificate("localhost")), "/", "amqp")) {
            RecordingListener listener = connect("amqpwss://localhost:" + server.port() + "?" + trust);
            listener.transport();
            listener.send(connectors.get(0), "hello");
            await().until(() -> listener.text().equals("hello"));
        }
    }

    @Test
    void shouldRefuseACertificateOfAnotherHost() throws Exception {
        try (EchoServer server = EchoServer.tls(context(certificate("example.org")))) {
            String uri = "amqps://localhost:" + server.port() + "?" + trust;

            assertThat(connect(uri).cause())
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("not accepted for the host 'localhost'")
                    .hasMessageContaining("transport.verifyHost");
            assertThat(connect(uri + "&transport.verifyHost=false").transport().isSecure())
                    .isTrue();
        }
    }

    @Test
    void shouldLetAFailoverTryAgainWhetherTheBrokerHasABetterCertificate() throws Exception {
        try (EchoServer server = EchoServer.tls(context(certificate("example.org")))) {
            assertThat(connect("failover:(amqps://localhost:" + server.port() + "?" + trust + ")")
                            .cause())
                    .isNotInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("not accepted for the host 'localhost'");
        }
    }

    @Test
    void shouldRefuseACertificateThatHasExpired() throws Exception {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        CertificateBuilder expired = certificate("localhost")
                .notBefore(yesterday.minus(Duration.ofDays(1)))
                .notAfter(yesterday);
        try (EchoServer server = EchoServer.tls(context(expired))) {
            assertThat(connect("amqps://localhost:" + server.port() + "?" + trust)
                            .cause())
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("has expired");
        }
    }

    @Test
    void shouldRefuseACertificateSignedByNobodyTrusted() throws Exception {
        try (EchoServer server = EchoServer.tls(context(certificate("localhost")))) {
            String uri = "amqps://localhost:" + server.port();

            assertThat(connect(uri).cause())
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("signed by nobody who is trusted")
                    .hasMessageContaining("transport.trustStoreLocation");
            assertThat(connect(uri + "?transport.trustAll=true").transport().isSecure())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldShowItsCertificate(String protocol) throws Exception {
        SslContext context = builder(certificate("localhost"))
                .trustManager(authority.getCertificate())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        try (EchoServer server = EchoServer.tls(context)) {
            String uri = "amqps://localhost:" + server.port() + "?transport.enabledProtocols=" + protocol + trust;
            RecordingListener with = connect(uri + keyStore() + "&transport.keyAlias=mine");
            RecordingListener without = connect(uri);

            assertThat(with.transport().localPrincipal().orElseThrow()).hasToString("CN=client");
            assertThat(without.cause())
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("transport.keyStoreLocation");
        }
    }

    @Test
    void shouldReadAKeyInPem() throws Exception {
        String pem = write("client.pem", client.getPrivateKeyPEM() + client.getCertificatePathPEM());
        SslContext context = builder(certificate("localhost"))
                .trustManager(authority.getCertificate())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        try (EchoServer server = EchoServer.tls(context)) {
            RecordingListener listener =
                    connect("amqps://localhost:" + server.port() + "?transport.keyStoreLocation=" + pem + trust);

            assertThat(listener.transport().localPrincipal().orElseThrow()).hasToString("CN=client");
        }
    }

    @Test
    void shouldReadAnEncryptedKeyInPem() throws Exception {
        StoreSettings settings = new StoreSettings("classpath:encrypted-key.pem", PASSWORD, null);
        KeyStore store = KeyStores.read(settings, "key");

        assertThat(store.getKey("key", PASSWORD.toCharArray()).getAlgorithm()).isEqualTo("EC");
        assertThatThrownBy(() -> KeyStores.read(new StoreSettings(settings.location(), null, "PEM"), "key"))
                .hasMessageContaining("no password is given");
        assertThatThrownBy(() -> KeyStores.read(new StoreSettings(settings.location(), "wrong", null), "key"))
                .hasMessageContaining("key store classpath:encrypted-key.pem cannot be read");
    }

    @Test
    void shouldReadTheTrustedAnewWithEachConnect() throws Exception {
        X509Bundle other = new CertificateBuilder()
                .subject("CN=other")
                .setIsCertificateAuthority(true)
                .ecp256()
                .buildSelfSigned();
        String store = write("changing.pem", other.getCertificatePEM());
        try (EchoServer server = EchoServer.tls(context(certificate("localhost")))) {
            ConnectionSettings settings =
                    settings("amqps://localhost:" + server.port() + "?transport.trustStoreLocation=" + store);
            TransportConnector connector = connector(settings);
            RecordingListener before = new RecordingListener();
            connector.connect(settings.brokers().get(0), before);
            assertThat(before.cause()).hasMessageContaining("signed by nobody who is trusted");

            Files.copy(directory.resolve("authority.pem"), Path.of(store), StandardCopyOption.REPLACE_EXISTING);
            RecordingListener after = new RecordingListener();
            connector.connect(settings.brokers().get(0), after);
            assertThat(after.transport().isSecure()).isTrue();
        }
    }

    @Test
    void shouldUseTheContextOfTheApplication() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
        try (EchoServer server = EchoServer.tls(context(certificate("localhost")))) {
            ConnectionSettings settings = settings("amqps://localhost:" + server.port());
            RecordingListener listener = new RecordingListener();
            connector(settings).connect(settings.brokers().get(0).with(context), listener);

            assertThat(listener.transport().isSecure()).isTrue();
        }
    }

    @Test
    void shouldSayThatAPortDoesNotSpeakTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            RecordingListener listener = connect("amqps://localhost:" + plain.getLocalPort() + "?" + trust);
            try (Socket accepted = plain.accept()) {
                accepted.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});

                assertThat(listener.cause())
                        .hasMessageContaining("does not speak TLS")
                        .hasMessageContaining("amqp://");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transport.trustStoreLocation=/nowhere | trust store /nowhere does not exist",
                "transport.trustStoreLocation=classpath:nowhere | trust store classpath:nowhere does not exist",
                "transport.keyStorePassword=wrong&KEYS | cannot be read as PKCS12",
                "KEYS&transport.keyAlias=his | has no key 'his'",
                "transport.trustStoreType=JKS&TRUST | cannot be read as JKS",
                "transport.enabledProtocols=TLSv9 | TLSv9",
                "transport.contextProtocol=SSLv9 | SSLv9"
            })
    void shouldSayWhatIsWrongAboutTheSettings(String optionsAndComplaint) throws Exception {
        String[] parts = optionsAndComplaint.split(" \\| ");
        String options = parts[0].replace("TRUST", "transport.trustStoreLocation=" + directory.resolve("authority.pem"))
                .replace("&KEYS", keyStore().replace("&transport.keyStorePassword=pencil", ""))
                .replace("KEYS", keyStore().substring(1));
        JMSException cause = connect("amqps://localhost:1?" + options).cause();

        assertThat(cause).hasMessageContaining(parts[1]).hasMessageNotContaining(PASSWORD);
    }

    private static CertificateBuilder certificate(String name) {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .addSanDnsName(name)
                .ecp256();
    }

    private static SslContext context(CertificateBuilder certificate) throws Exception {
        return builder(certificate).build();
    }

    private static SslContextBuilder builder(CertificateBuilder certificate) throws Exception {
        X509Bundle bundle = certificate.buildIssuedBy(authority);
        return SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath());
    }

    private static String keyStore() throws Exception {
        Path file = directory.resolve("client.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "mine", client.getKeyPair().getPrivate(), PASSWORD.toCharArray(), client.getCertificatePath());
        try (OutputStream stream = Files.newOutputStream(file)) {
            store.store(stream, PASSWORD.toCharArray());
        }
        return "&transport.keyStoreLocation=" + file + "&transport.keyStorePassword=" + PASSWORD;
    }

    private static String write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private RecordingListener connect(String uri) {
        ConnectionSettings settings = settings(uri);
        RecordingListener listener = new RecordingListener();
        connector(settings).connect(settings.brokers().get(0), listener);
        return listener;
    }

    private TransportConnector connector(ConnectionSettings settings) {
        TransportConnector connector = new NettyConnector(settings);
        connectors.add(connector);
        return connector;
    }

    private static ConnectionSettings settings(String uri) {
        return FactorySettings.parse(uri, Map.of()).connection();
    }
}
