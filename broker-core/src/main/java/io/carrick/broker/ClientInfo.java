package io.carrick.broker;

/**
 * Who is at the other end of a connection.
 *
 * @param containerId the AMQP container id (the JMS client id); the scope of unshared subscriptions and no-local
 * @param identity the authenticated user
 * @param remoteAddress for logs and the console
 * @param listener name of the listener that accepted the connection
 * @param autoCreate whether unknown addresses may be created for this client; address settings can still forbid it
 */
public record ClientInfo(
        String containerId, Identity identity, String remoteAddress, String listener, boolean autoCreate) {}
