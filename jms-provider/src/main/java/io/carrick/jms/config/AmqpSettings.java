package io.carrick.jms.config;

import java.util.List;

/**
 * How AMQP is spoken.
 *
 * @param virtualHost for the {@code hostname} of the {@code open} frame; null for the host of the URI
 * @param idleTimeoutMillis after which a silent broker is given up; 0 for never
 * @param frameSizeMax in bytes, what the broker may send at once
 * @param messageSizeMax in bytes, what is received before the link is closed; guards the memory
 * @param channelMax highest number of a session
 * @param drainTimeoutMillis how long a broker may take to answer a drain
 * @param unsentBytesMax how much may wait to be sent before senders wait
 * @param saslLayer whether to authenticate by SASL at all
 * @param saslMechanisms those that may be used; empty for all
 * @param plainWithoutTls whether passwords and tokens may be sent in clear text
 * @param insecureRedirects whether a broker reached by TLS may redirect to one without
 * @param traceFrames whether the log is told of every frame
 * @param tracePayloadMax bytes of a frame's payload that the log shows
 */
public record AmqpSettings(
        String virtualHost,
        int idleTimeoutMillis,
        int frameSizeMax,
        long messageSizeMax,
        int channelMax,
        int drainTimeoutMillis,
        int unsentBytesMax,
        boolean saslLayer,
        List<String> saslMechanisms,
        boolean plainWithoutTls,
        boolean insecureRedirects,
        boolean traceFrames,
        int tracePayloadMax) {
    public AmqpSettings {
        saslMechanisms = List.copyOf(saslMechanisms);
    }
}
