package io.carrick.server.tls;

import io.carrick.server.config.TlsConfiguration;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Makes a TLS context of the files that a configuration names. */
final class TlsContextFactory {
    private TlsContextFactory() {}

    /**
     * Reads the files.
     *
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if a file does not hold what it should, or its password is wrong
     */
    static SslContext create(TlsConfiguration tls) throws IOException, GeneralSecurityException {
        try {
            SslContextBuilder builder = serverKey(tls)
                    .sslProvider(SslProvider.JDK)
                    .protocols(tls.protocols())
                    .clientAuth(clientAuth(tls));
            if (tls.trust().isPresent()) {
                trust(builder, tls.trust().get(), tls.trustPassword());
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            // Netty's way to say that a PEM file is unusable.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new GeneralSecurityException(e.getMessage() + ": " + cause.getMessage(), e);
        }
    }

    private static ClientAuth clientAuth(TlsConfiguration tls) {
        return switch (tls.clientAuth()) {
            case NONE -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
    }

    private static SslContextBuilder serverKey(TlsConfiguration tls) throws IOException, GeneralSecurityException {
        if (tls.certificate().isPresent()) {
            return SslContextBuilder.forServer(
                    tls.certificate().get().toFile(),
                    tls.key().orElseThrow().toFile(),
                    tls.keyPassword().orElse(null));
        }
        char[] password = tls.keystorePassword().orElse("").toCharArray();
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(tls.keystore().orElseThrow(), password), password);
        return SslContextBuilder.forServer(factory);
    }

    private static void trust(SslContextBuilder builder, Path file, Optional<String> password)
            throws IOException, GeneralSecurityException {
        if (!isKeyStore(file)) {
            builder.trustManager(file.toFile());
            return;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(file, password.orElse("").toCharArray()));
        builder.trustManager(factory);
    }

    private static boolean isKeyStore(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }

    private static KeyStore keyStore(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}
