package io.carrick.jms;

import jakarta.jms.Destination;
import jakarta.jms.Message;
import java.util.List;

/**
 * Told of the messages of a connection, for metrics and traces. Called by the threads that send and receive, and with
 * the outcome of a send by I/O threads: it must be thread-safe and must not block. What a call throws is logged.
 *
 * <p>Messages are of this provider: {@link io.carrick.jms.message.CarrickMessage}, with which an observer gets at the
 * annotations of AMQP.
 */
public interface MessageObserver {
    /** Observes nothing. */
    MessageObserver NONE = new MessageObserver() {};

    /** What something observed has come to. */
    interface Outcome {
        /** Of no interest. */
        Outcome IGNORED = failure -> {};

        /**
         * It has ended; told once.
         *
         * @param failure null for success
         */
        void ended(Throwable failure);
    }

    /** Tells several observers, in that order; outcomes in the reverse one. */
    static MessageObserver of(MessageObserver... observers) {
        return new MessageObservers(List.of(observers));
    }

    /**
     * A message is about to be sent, with its headers set; annotations added now are sent with it.
     *
     * @param message a copy if the application sends another provider's
     * @return told, maybe by another thread, when the broker has taken the message or something has failed; of a message
     *     sent within a transaction, that it was handed over
     */
    default Outcome sending(Message message, Destination destination) {
        return Outcome.IGNORED;
    }

    /**
     * A message is about to be returned by {@code receive}.
     *
     * @param waitedNanos since {@code receive} was called
     */
    default void received(Message message, Destination source, long waitedNanos) {}

    /**
     * A message is about to be given to a listener.
     *
     * @return told by the same thread what the listener has thrown, or that it has returned
     */
    default Outcome processing(Message message, Destination source) {
        return Outcome.IGNORED;
    }
}
