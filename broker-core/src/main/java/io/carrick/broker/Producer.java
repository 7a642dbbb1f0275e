package io.carrick.broker;

/** A sending client. Used from the connection's executor only. */
public interface Producer {
    /** The resolved target, null for an anonymous producer. */
    Destination destination();

    /** Largest message in bytes that the target takes, 0 for no limit. */
    long messageSizeMax();

    /**
     * Sends a message.
     *
     * @param to the destination; null exactly if the producer has a fixed one
     * @param transaction the transaction it becomes visible with, or null
     * @param events told the outcome: outside a transaction when the message is safe as its durability asks
     *     (order of outcomes may differ between durable and other messages); inside a transaction as soon as the
     *     message is staged. Null for a message sent settled
     */
    void send(Destination to, Message message, Transaction transaction, SendEvents events);

    /** Sent messages keep their way. Idempotent. */
    void close();
}
