package io.carrick.broker;

/** Takes the outcome of one sent message. A protocol adapter implements this on its own delivery object. */
public interface SendEvents {
    /** Safe (or staged in its transaction). A duplicate of a message that is safe is accepted as well. */
    void accepted();

    /** Refused for good; the message is not stored. */
    void rejected(BrokerError error);

    /**
     * Whether the sender learns of a refusal. If it does not, a message of a transaction that is refused leaves it nothing
     * but to be rolled back, even if its commit is on its way already. The same at every call, and by any thread.
     */
    default boolean heard() {
        return true;
    }

    /** Not stored, the same message may succeed later or elsewhere. */
    void released(BrokerError error);
}
