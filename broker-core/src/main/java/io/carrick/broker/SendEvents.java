package io.carrick.broker;

/** Takes the outcome of one sent message. A protocol adapter implements this on its own delivery object. */
public interface SendEvents {
    /** Safe (or staged in its transaction). A duplicate of a message that is safe is accepted as well. */
    void accepted();

    /** Refused for good; the message is not stored. */
    void rejected(BrokerError error);

    /** Not stored, the same message may succeed later or elsewhere. */
    void released(BrokerError error);
}
