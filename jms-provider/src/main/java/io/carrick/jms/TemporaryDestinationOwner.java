package io.carrick.jms;

import jakarta.jms.JMSException;

/** The connection that created a temporary destination. */
public interface TemporaryDestinationOwner {
    /**
     * Deletes the destination at the broker.
     *
     * @throws jakarta.jms.IllegalStateException if somebody consumes from it
     */
    void delete(CarrickDestination temporary) throws JMSException;
}
