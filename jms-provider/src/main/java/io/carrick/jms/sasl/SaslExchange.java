package io.carrick.jms.sasl;

import jakarta.jms.JMSSecurityException;

/** An authentication under way, by one mechanism. Not thread-safe, but may move from thread to thread. */
public interface SaslExchange {
    /** The registered name of the mechanism. */
    String mechanism();

    /** What is sent with {@code sasl-init}; null for none. */
    byte[] initialResponse() throws JMSSecurityException;

    /**
     * Answers a challenge. May take many milliseconds if {@link #isSlow}, so better not on an I/O thread then.
     *
     * @throws JMSSecurityException if the challenge is not what the mechanism prescribes: the connection must be closed
     */
    byte[] respond(byte[] challenge) throws JMSSecurityException;

    /** Whether {@link #respond} computes something expensive. */
    boolean isSlow();

    /**
     * To be called when the broker reports success, before anything else is sent to it.
     *
     * @param additional what came with the outcome; null for nothing
     * @throws JMSSecurityException if the broker has not proven what the mechanism wants it to prove: the connection
     *     must be closed
     */
    void succeeded(byte[] additional) throws JMSSecurityException;
}
