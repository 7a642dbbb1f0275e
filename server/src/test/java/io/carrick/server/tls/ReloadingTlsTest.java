package io.carrick.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.server.config.TlsConfiguration;
import io.carrick.server.yaml.ConfigurationException;
import io.carrick.server.yaml.RecordBinder;
import io.carrick.server.yaml.YamlReader;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingTlsTest {
    private static final long TEN_SECONDS_NANOS = 10_000_000_000L;

    @TempDir
    private Path directory;

    private final AtomicLong nanoTime = new AtomicLong();

    private void writePem(String name) throws Exception {
        X509Bundle bundle = bundle(name);
        Files.writeString(directory.resolve("cert.pem"), bundle.getCertificatePEM());
        Files.writeString(directory.resolve("key.pem"), bundle.getPrivateKeyPEM());
    }

    private static X509Bundle bundle(String name) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private ReloadingTls tls(String yaml) throws Exception {
        String located = yaml.replace("DIR", directory.toString());
        TlsConfiguration configuration = RecordBinder.bind(YamlReader.read(located, "test"), TlsConfiguration.class);
        return new ReloadingTls("amqps", configuration, nanoTime::get);
    }

    private ReloadingTls pem() throws Exception {
        return tls("{certificate: DIR/cert.pem, key: DIR/key.pem}");
    }

    @Test
    void shouldKeepItsContextWhileNothingChanges() throws Exception {
        writePem("one");
        ReloadingTls tls = pem();
        SslContext first = tls.get();
        nanoTime.addAndGet(TEN_SECONDS_NANOS);
        assertThat(tls.get()).isSameAs(first);
    }

    @Test
    void shouldTakeAChangedCertificateAfterTheInterval() throws Exception {
        writePem("one");
        ReloadingTls tls = pem();
        SslContext first = tls.get();
        writePem("another");
        nanoTime.addAndGet(TEN_SECONDS_NANOS - 1);
        assertThat(tls.get()).isSameAs(first);
        nanoTime.addAndGet(1);
        assertThat(tls.get()).isNotSameAs(first);
    }

    @Test
    void shouldKeepTheLastGoodCertificateUntilTheNewOneIsComplete() throws Exception {
        writePem("one");
        ReloadingTls tls = pem();
        SslContext first = tls.get();
        Files.writeString(directory.resolve("cert.pem"), "half");
        nanoTime.addAndGet(TEN_SECONDS_NANOS);
        assertThat(tls.get()).isSameAs(first);
        writePem("two");
        nanoTime.addAndGet(TEN_SECONDS_NANOS);
        assertThat(tls.get()).isNotSameAs(first);
    }

    @Test
    void shouldReadPkcs12AndAskForClientCertificates() throws Exception {
        bundle("server")
                .toKeyStore("secret".toCharArray())
                .store(Files.newOutputStream(directory.resolve("server.p12")), "secret".toCharArray());
        writePem("authority");
        SslContext context = tls("{keystore: DIR/server.p12, keystore-password: secret, client-auth: required,"
                        + " trust: DIR/cert.pem, protocols: [TLSv1.3]}")
                .get();
        SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT);
        assertThat(engine.getNeedClientAuth()).isTrue();
        assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3");
    }

    @Test
    void shouldNameThePortWhoseFilesCannotBeUsed() {
        assertThatThrownBy(this::pem)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("tls of amqps: ")
                .hasMessageContaining("cert.pem")
                .message()
                .doesNotContain("\n");
    }
}
