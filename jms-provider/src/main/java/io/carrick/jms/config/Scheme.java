package io.carrick.jms.config;

import java.util.Arrays;
import java.util.Locale;

/** The schemes of broker URIs. */
public enum Scheme {
    AMQP(5672, false, false),
    AMQPS(5671, true, false),
    AMQPWS(80, false, true),
    AMQPWSS(443, true, true);

    private final int defaultPort;
    private final boolean secure;
    private final boolean webSocket;

    Scheme(int defaultPort, boolean secure, boolean webSocket) {
        this.defaultPort = defaultPort;
        this.secure = secure;
        this.webSocket = webSocket;
    }

    /**
     * The scheme of a name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Scheme of(String name) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no scheme '" + name + "', only amqp, amqps, amqpws, amqpwss and failover"));
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** Whether TLS is used. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether the bytes are carried in a WebSocket. */
    public boolean isWebSocket() {
        return webSocket;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
