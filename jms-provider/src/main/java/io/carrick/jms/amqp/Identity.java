package io.carrick.jms.amqp;

import java.util.UUID;

/**
 * The container id of a connection, which it keeps over all its sockets.
 *
 * @param containerId the JMS client id, or something that nobody else has
 * @param ofClient whether it is a client id, to which durable subscriptions belong
 */
record Identity(String containerId, boolean ofClient) {
    static Identity of(String clientId) {
        return clientId == null ? new Identity("ID:" + UUID.randomUUID() + ":1", false) : new Identity(clientId, true);
    }
}
