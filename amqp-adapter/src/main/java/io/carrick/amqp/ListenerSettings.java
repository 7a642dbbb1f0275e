package io.carrick.amqp;

import io.carrick.amqp.engine.ConnectionLimits;
import io.carrick.amqp.sasl.SaslMechanisms;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One port that clients connect to.
 *
 * @param name for logs and {@link io.carrick.broker.ClientInfo#listener()}
 * @param host address to bind to
 * @param port 0 for any free one
 * @param tls the context of each new connection, asked for every time so that certificates can change; null for no
 *     TLS. Whether client certificates are wanted is the context's business
 * @param webSocket whether AMQP is carried in WebSocket messages, subprotocol {@code amqp}
 * @param mechanisms the SASL mechanisms offered; null for a listener without SASL, which takes everybody as anonymous
 * @param bareAllowed whether clients without a SASL layer are taken as anonymous although SASL is offered
 * @param frameSizeMax largest frame accepted, bytes, at least 512
 * @param autoCreate whether clients may create addresses by using them; address settings can still forbid it
 * @param connectionsMax most connections at a time
 * @param openTimeout time a client has from connecting to its open
 */
public record ListenerSettings(
        String name,
        String host,
        int port,
        Supplier<SslContext> tls,
        boolean webSocket,
        SaslMechanisms mechanisms,
        boolean bareAllowed,
        int frameSizeMax,
        boolean autoCreate,
        int connectionsMax,
        Duration openTimeout) {
    private static final int FRAME_SIZE_MAX = 128 * 1024;
    private static final int CONNECTIONS_MAX = 10_000;

    public ListenerSettings {
        if (frameSizeMax < ConnectionLimits.FRAME_SIZE_FLOOR) {
            throw new IllegalArgumentException("listener '" + name + "': maximum frame size " + frameSizeMax
                    + " is below " + ConnectionLimits.FRAME_SIZE_FLOOR);
        }
    }

    /** A listener for plain TCP with the usual limits; clients without SASL layer only if ANONYMOUS is offered. */
    public static ListenerSettings tcp(String name, String host, int port, SaslMechanisms mechanisms) {
        boolean bare = mechanisms == null || mechanisms.permitsAnonymous();
        return new ListenerSettings(
                name,
                host,
                port,
                null,
                false,
                mechanisms,
                bare,
                FRAME_SIZE_MAX,
                true,
                CONNECTIONS_MAX,
                Duration.ofSeconds(10));
    }

    /** The same over TLS. */
    public ListenerSettings withTls(Supplier<SslContext> context) {
        return new ListenerSettings(
                name,
                host,
                port,
                context,
                webSocket,
                mechanisms,
                bareAllowed,
                frameSizeMax,
                autoCreate,
                connectionsMax,
                openTimeout);
    }

    /** The same over WebSocket. */
    public ListenerSettings withWebSocket() {
        return new ListenerSettings(
                name,
                host,
                port,
                tls,
                true,
                mechanisms,
                bareAllowed,
                frameSizeMax,
                autoCreate,
                connectionsMax,
                openTimeout);
    }

    /** The same with another maximum frame size. */
    public ListenerSettings withFrameSizeMax(int bytes) {
        return new ListenerSettings(
                name,
                host,
                port,
                tls,
                webSocket,
                mechanisms,
                bareAllowed,
                bytes,
                autoCreate,
                connectionsMax,
                openTimeout);
    }

    /** The same with another limit of connections and another time to open. */
    public ListenerSettings withConnectionLimits(int connections, Duration timeToOpen) {
        return new ListenerSettings(
                name,
                host,
                port,
                tls,
                webSocket,
                mechanisms,
                bareAllowed,
                frameSizeMax,
                autoCreate,
                connections,
                timeToOpen);
    }

    /** The same with another answer to whether clients create addresses by using them. */
    public ListenerSettings withAutoCreate(boolean allowed) {
        return new ListenerSettings(
                name,
                host,
                port,
                tls,
                webSocket,
                mechanisms,
                bareAllowed,
                frameSizeMax,
                allowed,
                connectionsMax,
                openTimeout);
    }
}
