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

    /**
     * Sends a half message: stored durably whatever the message says, and invisible until its producer group decides.
     *
     * @param to the destination; null exactly if the producer has a fixed one
     * @param events told when the half message is durable; a message that the half id has already is accepted without
     *     a second copy. Rejected with {@code PRECONDITION_FAILED} and info {@code state} if the half id was decided,
     *     and with {@code UNAUTHORIZED} without permission to send to {@code $half/group} as well as to the destination
     */
    void prepare(Destination to, Message message, HalfTerms terms, SendEvents events);

    /** Sent messages keep their way. Idempotent. */
    void close();
}
