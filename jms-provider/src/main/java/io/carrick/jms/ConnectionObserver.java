package io.carrick.jms;

import jakarta.jms.JMSException;
import java.net.URI;

/**
 * Told what happens to a connection, for applications that want to know. Called one call after the other, by a thread
 * of the provider; what a call throws is logged.
 */
public interface ConnectionObserver {
    /** The connection to the broker is made. */
    default void established(URI broker) {}

    /** The connection to the broker is lost, and is being restored. */
    default void interrupted(URI broker, JMSException cause) {}

    /** The connection is restored, maybe to another broker. */
    default void restored(URI broker) {}

    /** The connection is lost for good; the exception listener is told as well. */
    default void failed(JMSException cause) {}
}
