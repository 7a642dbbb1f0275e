package io.carrick.amqp.sasl;

import io.carrick.broker.Identity;

/** What the server answers in an exchange. */
public sealed interface SaslStep {

    /** More is needed of the client: send {@code bytes} in a sasl-challenge. The array is not to be changed. */
    @SuppressWarnings("ArrayRecordComponent")
    record Challenge(byte[] bytes) implements SaslStep {}

    /**
     * The client is who it says.
     *
     * @param additionalBytes for the outcome's additional-data, or null; the array is not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Succeeded(Identity identity, byte[] additionalBytes) implements SaslStep {}

    /**
     * The client is refused.
     *
     * @param outcome for the sasl-outcome
     * @param reason for the log; never for the client
     */
    record Failed(SaslOutcome outcome, String reason) implements SaslStep {}
}
