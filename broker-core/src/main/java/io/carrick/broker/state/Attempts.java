package io.carrick.broker.state;

/**
 * How often a message came back.
 *
 * @param failed attempts that consumers called failed
 * @param lost times a consumer went away with it
 * @param notBefore not to be delivered again before, milliseconds since the epoch
 */
public record Attempts(int failed, int lost, long notBefore) {
    /** Of a message that never came back. */
    public static final Attempts NONE = new Attempts(0, 0, 0);
}
