package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/**
 * A connection to a broker, as JMS sees it: with failover it outlives the sockets under it. Methods that wait do so for
 * the request time-out at most, and then throw a {@link JMSException}; during a failover they wait for its end within
 * the same limit.
 */
public interface WireConnection {
    /**
     * Introduces the client to the broker. To be called once, before anything else.
     *
     * @param clientId the JMS client id, null for a generated one that nobody else has
     * @throws jakarta.jms.InvalidClientIDException if another connection uses the client id
     */
    void open(String clientId) throws JMSException;

    /** What the broker said about itself. */
    RemoteBroker broker();

    /** Opens a session; deliveries and settlements of one session keep their order. */
    WireSession openSession() throws JMSException;

    /**
     * Creates a temporary queue or topic, which lives as long as the connection unless it is deleted before.
     *
     * @return its address
     */
    String createTemporary(DestinationKind kind) throws JMSException;

    /**
     * Deletes a temporary destination of this connection.
     *
     * @throws jakarta.jms.IllegalStateException if somebody consumes from it
     */
    void deleteTemporary(String address) throws JMSException;

    /**
     * Deletes a durable subscription.
     *
     * @throws jakarta.jms.InvalidDestinationException if there is none of that name
     * @throws jakarta.jms.IllegalStateException if it has a consumer
     */
    void unsubscribe(String subscription) throws JMSException;

    /** Closes everything within the close time-out, and never fails. Idempotent. */
    void close();
}
