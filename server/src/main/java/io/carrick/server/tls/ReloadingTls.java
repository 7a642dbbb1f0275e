package io.carrick.server.tls;

import io.carrick.server.config.TlsConfiguration;
import io.carrick.server.security.FileStamp;
import io.carrick.server.yaml.ConfigurationException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context for the next connection. When the interval of the configuration has passed, the files are looked at
 * and read again if one changed; if they cannot be used that is logged and the last good context stays. Connections
 * that exist keep the certificate they began with. Thread-safe.
 */
public final class ReloadingTls implements Supplier<SslContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);

    private final String name;
    private final TlsConfiguration configuration;
    private final List<Path> files;
    private final LongSupplier nanoTime;
    private SslContext context;
    private List<FileStamp> stamps;
    private long checkedNanos;

    /**
     * Reads the files for the first time.
     *
     * @param name of the port, for logs and errors
     * @param nanoTime a clock such as {@link System#nanoTime}
     * @throws ConfigurationException naming the port if the files cannot be used
     */
    public ReloadingTls(String name, TlsConfiguration configuration, LongSupplier nanoTime)
            throws ConfigurationException {
        this.name = name;
        this.configuration = configuration;
        this.nanoTime = nanoTime;
        files = Stream.of(
                        configuration.certificate(),
                        configuration.key(),
                        configuration.keystore(),
                        configuration.trust())
                .flatMap(Optional::stream)
                .toList();
        try {
            stamps = FileStamp.of(files);
            context = TlsContextFactory.create(configuration);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigurationException("tls of " + name + ": " + e.getMessage(), e);
        }
        checkedNanos = nanoTime.getAsLong();
    }

    @Override
    public synchronized SslContext get() {
        long interval = configuration.reload().toNanos();
        if (interval > 0 && nanoTime.getAsLong() - checkedNanos >= interval) {
            checkedNanos = nanoTime.getAsLong();
            reloadIfChanged();
        }
        return context;
    }

    private void reloadIfChanged() {
        try {
            List<FileStamp> now = FileStamp.of(files);
            if (!now.equals(stamps)) {
                context = TlsContextFactory.create(configuration);
                // Kept only now: a certificate that is half replaced is tried again at the next look.
                stamps = now;
                LOG.info("tls reloaded listener={}", name);
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.error("tls not reloaded, the last good certificate stays listener={}: {}", name, e.getMessage());
        }
    }
}
