package io.carrick.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * Told of the messages of a connection, for metrics and traces; what the provider offers of either is built on this.
 * Called by the threads that send and receive, and by I/O threads: it must be thread-safe and must not block. What a
 * call throws is logged.
 */
public interface MessageObserver {
    /** Observes nothing. */
    MessageObserver NONE = new MessageObserver() {};

    /**
     * A message is about to be sent, with its headers set; properties and annotations added now are sent with it.
     *
     * @param message of this provider, a copy if the application sends another one's
     */
    default void sending(Message message, Destination destination) {}

    /**
     * What became of a message sent is known. Called by an I/O thread.
     *
     * @param elapsedNanos since {@link #sending}
     * @param failure null if the broker has taken it
     */
    default void sent(Destination destination, long elapsedNanos, JMSException failure) {}

    /** A message is about to be returned by {@code receive}, or given to a listener. */
    default void received(Message message, Destination source) {}

    /**
     * A message listener has returned.
     *
     * @param elapsedNanos since {@link #received}
     * @param failure what it has thrown; null if nothing
     */
    default void processed(Message message, Destination source, long elapsedNanos, Throwable failure) {}
}
