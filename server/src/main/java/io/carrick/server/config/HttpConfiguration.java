package io.carrick.server.config;

import io.carrick.server.yaml.ByteSize;
import io.carrick.server.yaml.Default;
import io.carrick.server.yaml.Range;
import java.time.Duration;
import java.util.Optional;

/**
 * The port of health, metrics and management.
 *
 * @param port 0 for a free one
 * @param unauthenticatedMetrics who may read health and metrics without credentials
 * @param requestSizeMax largest request body
 * @param requestTimeout within which a request must arrive and be answered
 * @param connectionLimit most connections at a time
 * @param metricsQueueLimit most queues with metrics of their own; the longest ones are chosen
 */
public record HttpConfiguration(
        @Default("true") boolean enabled,
        @Default("127.0.0.1") String host,
        @Default("8161") @Range(max = 65535) int port,
        Optional<TlsConfiguration> tls,
        @Default("loopback") Access unauthenticatedMetrics,
        @Default("1MiB") @Range(min = 1024, max = 1 << 30) ByteSize requestSizeMax,
        @Default("10s") Duration requestTimeout,
        @Default("100") @Range(min = 1) int connectionLimit,
        @Default("200") @Range(max = 100_000) int metricsQueueLimit) {

    public HttpConfiguration {
        if (requestTimeout.isZero()) {
            throw new IllegalArgumentException("request-timeout must not be 0");
        }
    }

    /** Whom something is open to. */
    public enum Access {
        NEVER,
        LOOPBACK,
        ALWAYS
    }
}
