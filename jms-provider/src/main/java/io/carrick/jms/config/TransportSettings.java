package io.carrick.jms.config;

/**
 * How bytes get to the broker.
 *
 * @param connectTimeoutMillis for the socket, TLS and WebSocket together
 * @param ioThreads shared by all connections of the process; 0 for one per processor
 * @param epoll whether to use it where there is one
 * @param ioUring whether to prefer it where there is one
 * @param tcp options of the socket
 * @param tls for the secure schemes
 * @param webSocket for the WebSocket schemes
 */
public record TransportSettings(
        int connectTimeoutMillis,
        int ioThreads,
        boolean epoll,
        boolean ioUring,
        TcpSettings tcp,
        TlsSettings tls,
        WebSocketSettings webSocket) {
    /** The same with other TLS settings. */
    public TransportSettings withTls(TlsSettings other) {
        return new TransportSettings(connectTimeoutMillis, ioThreads, epoll, ioUring, tcp, other, webSocket);
    }
}
