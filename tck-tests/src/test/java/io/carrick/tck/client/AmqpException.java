package io.carrick.tck.client;

/** What a client library reported as an error, with the AMQP condition that the broker sent. */
@SuppressWarnings("serial")
public final class AmqpException extends RuntimeException {
    private final String condition;
    private final String description;

    AmqpException(String condition, String description) {
        super(condition + ": " + description);
        this.condition = condition;
        this.description = description;
    }

    /** The condition, such as {@code amqp:not-found}; {@code connection-lost} when the socket broke. */
    public String condition() {
        return condition;
    }

    /** The broker's text. */
    public String description() {
        return description;
    }
}
