package io.carrick.server.config;

import io.carrick.server.yaml.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * TLS of one port: either {@code certificate} and {@code key}, or {@code keystore}.
 *
 * @param certificate PEM file, the server's certificate first, then its chain
 * @param key PEM file of the private key, PKCS#8
 * @param keystore PKCS#12 file with the private key and its certificates
 * @param clientAuth whether clients present certificates
 * @param trust PEM or PKCS#12 file of the authorities that sign clients' certificates
 * @param protocols versions of TLS
 * @param reload how often the files are looked at for changes; zero for never
 */
public record TlsConfiguration(
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> keyPassword,
        Optional<Path> keystore,
        Optional<String> keystorePassword,
        @Default("none") ClientAuth clientAuth,
        Optional<Path> trust,
        Optional<String> trustPassword,
        @Default("[TLSv1.3, TLSv1.2]") List<String> protocols,
        @Default("10s") Duration reload) {

    public TlsConfiguration {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("certificate and key belong together");
        }
        if (certificate.isPresent() == keystore.isPresent()) {
            throw new IllegalArgumentException("give either certificate and key, or keystore");
        }
        if (clientAuth != ClientAuth.NONE && trust.isEmpty()) {
            throw new IllegalArgumentException("client-auth needs trust");
        }
    }

    /** What is asked of clients. */
    public enum ClientAuth {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "TlsConfiguration[" + certificate.or(() -> keystore).orElseThrow() + ", clientAuth=" + clientAuth + "]";
    }
}
