package io.carrick.jms.wire;

import jakarta.jms.JMSException;
import java.util.Optional;

/** A session with a broker. */
public interface WireSession {
    /**
     * Opens a sender.
     *
     * @param target null for a sender whose every message names its own address
     * @throws jakarta.jms.InvalidDestinationException if the broker knows no such address
     */
    WireSender openSender(Target target) throws JMSException;

    /**
     * Opens a receiver, with no credit.
     *
     * @param sink given the deliveries
     * @throws jakarta.jms.InvalidDestinationException if the broker knows no such address
     * @throws jakarta.jms.InvalidSelectorException if the broker refuses the selector
     */
    WireReceiver openReceiver(ReceiverOptions options, DeliverySink sink) throws JMSException;

    /**
     * Begins a transaction. Does not wait for the broker: what fails is reported by {@link WireTransaction#commit}.
     */
    WireTransaction begin() throws JMSException;

    /**
     * The distributed transactions of the broker.
     *
     * @return empty if the broker offers none
     */
    default Optional<XaWire> xa() throws JMSException {
        return Optional.empty();
    }

    /** Closes the session and its links as soon as the transaction has ended, and does not wait for that. */
    default void closeAfter(WireTransaction transaction) throws JMSException {
        close();
    }

    /** Closes the session and its links. Idempotent. */
    void close() throws JMSException;
}
