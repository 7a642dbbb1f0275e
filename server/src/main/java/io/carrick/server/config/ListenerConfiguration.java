package io.carrick.server.config;

import io.carrick.server.yaml.ByteSize;
import io.carrick.server.yaml.Default;
import io.carrick.server.yaml.Range;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A port on which AMQP clients are served.
 *
 * @param name in logs and metrics
 * @param port 0 for a free one
 * @param websocket AMQP over WebSocket (OASIS AMQP WebSocket binding) instead of plain TCP
 * @param sasl mechanisms offered besides ANONYMOUS
 * @param anonymous whether clients without credentials are served, with SASL ANONYMOUS or with no SASL layer
 * @param maxFrameSize largest frame that clients may send (AMQP 1.0 part 2, section 2.7.1)
 * @param autoCreate whether clients may create addresses by using them
 * @param authenticationTimeout within which a client must be logged in and opened
 * @param connectionLimit most connections at a time
 */
public record ListenerConfiguration(
        String name,
        @Default("127.0.0.1") String host,
        @Default("5672") @Range(max = 65535) int port,
        Optional<TlsConfiguration> tls,
        @Default("false") boolean websocket,
        @Default("[plain, scram-sha-256, scram-sha-512]") List<SaslMechanism> sasl,
        @Default("false") boolean anonymous,

        @Default("128KiB") @Range(min = 512, max = Integer.MAX_VALUE)
        ByteSize maxFrameSize,

        @Default("true") boolean autoCreate,
        @Default("10s") Duration authenticationTimeout,
        @Default("10000") @Range(min = 1) int connectionLimit) {

    public ListenerConfiguration {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        if (name.equals("http") || name.equals("https")) {
            throw new IllegalArgumentException("name must not be that of the HTTP port, '" + name + "'");
        }
        if (sasl.isEmpty() && !anonymous) {
            throw new IllegalArgumentException("nobody could log in: no sasl mechanism, and anonymous is false");
        }
        boolean certificates = tls.isPresent() && tls.get().clientAuth() != TlsConfiguration.ClientAuth.NONE;
        if (sasl.contains(SaslMechanism.EXTERNAL) && !certificates) {
            throw new IllegalArgumentException("sasl mechanism external needs tls.client-auth optional or required");
        }
        if (authenticationTimeout.isZero()) {
            throw new IllegalArgumentException("authentication-timeout must not be 0");
        }
    }
}
