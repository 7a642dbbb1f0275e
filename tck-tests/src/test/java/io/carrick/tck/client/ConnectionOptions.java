package io.carrick.tck.client;

import io.carrick.tck.process.BrokerAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a client connects; {@link #open} does it. */
public final class ConnectionOptions {
    private final ClientAgent agent;
    private final Map<String, String> fields = new LinkedHashMap<>();

    ConnectionOptions(ClientAgent agent) {
        this.agent = agent;
        fields.put("conn", agent.freshName("c"));
        fields.put("sasl", "anonymous");
    }

    /** User and password; the mechanism is the library's choice among those offered. */
    public ConnectionOptions credentials(String user, String password) {
        fields.put("sasl", "password");
        fields.put("user", user);
        fields.put("password", password);
        return this;
    }

    /** Restricts the library to these mechanisms, separated by spaces. */
    public ConnectionOptions mechanisms(String mechanisms) {
        fields.put("mechs", mechanisms);
        return this;
    }

    /** Starts with the bare AMQP header. */
    public ConnectionOptions withoutSaslLayer() {
        fields.put("sasl", "none");
        return this;
    }

    /** TLS, trusting this authority and checking the host name {@code localhost}. */
    public ConnectionOptions tls(Path authority) {
        fields.put("ca", authority.toString());
        return this;
    }

    /** Shows a certificate and authenticates by it. */
    public ConnectionOptions certificate(Path certificate, Path key) {
        fields.put("cert", certificate.toString());
        fields.put("key", key.toString());
        fields.put("mechs", "EXTERNAL");
        return this;
    }

    /** AMQP over WebSocket at this URL. */
    public ConnectionOptions webSocket(String url) {
        fields.put("ws", url);
        return this;
    }

    /** The container id. */
    public ConnectionOptions container(String containerId) {
        fields.put("container", containerId);
        return this;
    }

    /** The host name in the open performative. */
    public ConnectionOptions virtualHost(String name) {
        fields.put("vhost", name);
        return this;
    }

    /** Connects.
     *
     * @throws AmqpException when the broker refuses or cannot be reached */
    public ClientConnection open(BrokerAddress broker) {
        fields.put("host", broker.host());
        fields.put("port", String.valueOf(broker.port()));
        return new ClientConnection(agent, fields.get("conn"), agent.call("connect", fields));
    }
}
