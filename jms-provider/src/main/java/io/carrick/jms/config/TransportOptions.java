package io.carrick.jms.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of sockets, TLS and WebSocket. */
final class TransportOptions {
    private static final OptionType<Integer> SIZE = OptionType.ints(1, Integer.MAX_VALUE);

    static final Option<Long> CONNECT_TIMEOUT =
            Option.of("transport.connectTimeout", OptionType.MILLIS_POSITIVE, 60_000L);
    static final Option<Integer> IO_THREADS =
            Option.of("transport.sharedEventLoopThreads", OptionType.ints(-1, 1024), -1);
    static final Option<Boolean> EPOLL = Option.flag("transport.useEpoll", true);
    static final Option<Boolean> IO_URING = Option.flag("transport.useIoUring", false);

    static final Option<Boolean> NO_DELAY = Option.flag("transport.tcpNoDelay", true);
    static final Option<Boolean> KEEP_ALIVE = Option.flag("transport.tcpKeepAlive", false);
    static final Option<Integer> SEND_BUFFER = Option.of("transport.sendBufferSize", SIZE, null);
    static final Option<Integer> RECEIVE_BUFFER = Option.of("transport.receiveBufferSize", SIZE, null);
    static final Option<Integer> LINGER = Option.of("transport.soLinger", OptionType.ints(-1, 65_535), null);
    static final Option<Integer> TRAFFIC_CLASS = Option.of("transport.trafficClass", OptionType.ints(0, 255), null);
    static final Option<String> LOCAL_ADDRESS = Option.text("transport.localAddress");
    static final Option<Integer> LOCAL_PORT = Option.of("transport.localPort", OptionType.ints(0, 65_535), 0);

    static final Option<String> TRUST_STORE = Option.text("transport.trustStoreLocation");
    static final Option<String> TRUST_STORE_PASSWORD = Option.password("transport.trustStorePassword");
    static final Option<String> TRUST_STORE_TYPE = Option.text("transport.trustStoreType");
    static final Option<String> KEY_STORE = Option.text("transport.keyStoreLocation");
    static final Option<String> KEY_STORE_PASSWORD = Option.password("transport.keyStorePassword");
    static final Option<String> KEY_STORE_TYPE = Option.text("transport.keyStoreType");
    static final Option<String> STORE_TYPE = Option.text("transport.storeType");
    static final Option<String> KEY_ALIAS = Option.text("transport.keyAlias");
    static final Option<Boolean> TRUST_ALL = Option.flag("transport.trustAll", false);
    static final Option<Boolean> VERIFY_HOST = Option.flag("transport.verifyHost", true);
    static final Option<String> CONTEXT_PROTOCOL = Option.of("transport.contextProtocol", OptionType.TEXT, "TLS");
    static final Option<List<String>> ENABLED_PROTOCOLS =
            Option.of("transport.enabledProtocols", OptionType.LIST, List.of());
    static final Option<List<String>> DISABLED_PROTOCOLS =
            Option.of("transport.disabledProtocols", OptionType.LIST, List.of("SSLv2Hello", "SSLv3"));
    static final Option<List<String>> ENABLED_CIPHERS =
            Option.of("transport.enabledCipherSuites", OptionType.LIST, List.of());
    static final Option<List<String>> DISABLED_CIPHERS =
            Option.of("transport.disabledCipherSuites", OptionType.LIST, List.of());

    static final Option<String> WEB_SOCKET_PATH = Option.text("transport.ws.path");
    static final Option<Map<String, String>> WEB_SOCKET_HEADERS =
            new Option<>("transport.ws.httpHeader.*", OptionType.TEXTS, Map.of(), true);
    static final Option<Integer> WEB_SOCKET_FRAME =
            Option.of("transport.ws.maxFrameSize", OptionType.ints(1024, Integer.MAX_VALUE), 4 << 20);

    static final OptionGroup GROUP = new OptionGroup(
            "transport.",
            List.of(
                    CONNECT_TIMEOUT,
                    IO_THREADS,
                    EPOLL,
                    IO_URING,
                    NO_DELAY,
                    KEEP_ALIVE,
                    SEND_BUFFER,
                    RECEIVE_BUFFER,
                    LINGER,
                    TRAFFIC_CLASS,
                    LOCAL_ADDRESS,
                    LOCAL_PORT,
                    TRUST_STORE,
                    TRUST_STORE_PASSWORD,
                    TRUST_STORE_TYPE,
                    KEY_STORE,
                    KEY_STORE_PASSWORD,
                    KEY_STORE_TYPE,
                    STORE_TYPE,
                    KEY_ALIAS,
                    TRUST_ALL,
                    VERIFY_HOST,
                    CONTEXT_PROTOCOL,
                    ENABLED_PROTOCOLS,
                    DISABLED_PROTOCOLS,
                    ENABLED_CIPHERS,
                    DISABLED_CIPHERS,
                    WEB_SOCKET_PATH,
                    WEB_SOCKET_HEADERS,
                    WEB_SOCKET_FRAME),
            Set.of(
                    "transport.useKQueue",
                    "transport.useOpenSSL",
                    "transport.soTimeout",
                    "transport.traceBytes",
                    "transport.ws.compression"));

    private TransportOptions() {}

    static TransportSettings settings(OptionValues values) {
        return new TransportSettings(
                values.getInt(CONNECT_TIMEOUT),
                Math.max(0, values.get(IO_THREADS)),
                values.get(EPOLL),
                values.get(IO_URING),
                tcp(values),
                tls(values),
                new WebSocketSettings(
                        values.get(WEB_SOCKET_PATH), values.getMany(WEB_SOCKET_HEADERS), values.get(WEB_SOCKET_FRAME)));
    }

    private static TcpSettings tcp(OptionValues values) {
        return new TcpSettings(
                values.get(NO_DELAY),
                values.get(KEEP_ALIVE),
                values.get(SEND_BUFFER),
                values.get(RECEIVE_BUFFER),
                values.get(LINGER),
                values.get(TRAFFIC_CLASS),
                values.get(LOCAL_ADDRESS),
                values.get(LOCAL_PORT));
    }

    private static TlsSettings tls(OptionValues values) {
        return new TlsSettings(
                trust(values),
                key(values),
                values.get(KEY_ALIAS),
                values.get(TRUST_ALL),
                values.get(VERIFY_HOST),
                values.get(CONTEXT_PROTOCOL),
                values.get(ENABLED_PROTOCOLS),
                values.get(DISABLED_PROTOCOLS),
                values.get(ENABLED_CIPHERS),
                values.get(DISABLED_CIPHERS),
                null);
    }

    private static StoreSettings trust(OptionValues values) {
        StoreSettings given = new StoreSettings(
                values.get(TRUST_STORE),
                values.get(TRUST_STORE_PASSWORD),
                values.first(List.of(TRUST_STORE_TYPE, STORE_TYPE)));
        return given.isPresent() ? given : ofTheRuntime("trustStore");
    }

    private static StoreSettings key(OptionValues values) {
        StoreSettings given = new StoreSettings(
                values.get(KEY_STORE),
                values.get(KEY_STORE_PASSWORD),
                values.first(List.of(KEY_STORE_TYPE, STORE_TYPE)));
        return given.isPresent() ? given : ofTheRuntime("keyStore");
    }

    /** The store that the system properties of Java name, for all that a process does. */
    private static StoreSettings ofTheRuntime(String kind) {
        String property = "javax.net.ssl." + kind;
        return new StoreSettings(
                System.getProperty(property),
                System.getProperty(property + "Password"),
                System.getProperty(property + "Type"));
    }
}
