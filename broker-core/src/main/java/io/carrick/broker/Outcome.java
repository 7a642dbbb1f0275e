package io.carrick.broker;

/** How a consumer settles a delivery (AMQP 1.0 part 3, section 3.4). */
public sealed interface Outcome {
    Outcome ACCEPTED = new Accepted();
    Outcome RELEASED = new Released();

    /** Consumed. */
    record Accepted() implements Outcome {}

    /** Back to its place, not counted as an attempt. */
    record Released() implements Outcome {}

    /**
     * Invalid for this consumer: to the dead-letter address.
     *
     * @param condition symbol of the error the client gave, may be null
     * @param description its text, may be null
     */
    record Rejected(String condition, String description) implements Outcome {}

    /**
     * Back to its place with changes.
     *
     * @param deliveryFailed count it as a failed attempt
     * @param undeliverableHere not to this consumer again
     * @param deliverAt not before this time, milliseconds since the epoch; 0 for the redelivery policy's choice
     */
    record Modified(boolean deliveryFailed, boolean undeliverableHere, long deliverAt) implements Outcome {}
}
