package io.carrick.amqp;

import io.carrick.broker.ClientInfo;
import java.util.List;
import java.util.Optional;

/** Where else clients can go. Asked when a client opens; answers from memory. Thread-safe. */
public interface Topology {
    /** One node that stands alone. */
    Topology SINGLE_NODE = new Topology() {
        @Override
        public List<Node> failoverNodes() {
            return List.of();
        }

        @Override
        public Optional<Node> redirect(ClientInfo client) {
            return Optional.empty();
        }
    };

    /** The nodes that a client should try when this one is gone, told to it as {@code failover-server-list}. */
    List<Node> failoverNodes();

    /** The node that this client must use instead; it is then refused with {@code amqp:connection:redirect}. */
    Optional<Node> redirect(ClientInfo client);

    /**
     * A node as clients reach it.
     *
     * @param networkHost name or address to connect to
     * @param scheme {@code amqp}, {@code amqps}, {@code amqpws} or {@code amqpwss}, or null
     * @param hostname for the open and for TLS, or null
     * @param path of a WebSocket, or null
     */
    record Node(String networkHost, int port, String scheme, String hostname, String path) {}
}
