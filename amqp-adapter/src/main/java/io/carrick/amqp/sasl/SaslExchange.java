package io.carrick.amqp.sasl;

/**
 * One authentication of one connection by one mechanism. Begins with {@link #start}, goes on with {@link #respond} as
 * long as the answers are {@link SaslStep.Challenge}s; after any other answer it is over and fails further calls. Used
 * by one thread at a time. Neither method throws for what a client sent.
 */
public interface SaslExchange {
    /** The registered name of the mechanism. */
    String mechanism();

    /**
     * Whether the methods may take tens of milliseconds of processor time (to hash a password) or ask a directory
     * outside, so that they must not be called on an I/O loop. All others answer from memory within microseconds.
     */
    boolean slow();

    /**
     * Takes the initial response.
     *
     * @param initialResponse null if the client sent none, which is not the same as an empty one
     */
    SaslStep start(byte[] initialResponse);

    /** Takes the response to the last challenge. */
    SaslStep respond(byte[] response);
}
