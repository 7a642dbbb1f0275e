package io.carrick.broker;

/** A question to a producer group: what has become of this half message? */
public interface HalfCheck {
    String group();

    String id();

    /** Answers of "unknown" so far. */
    int checks();

    /** When the half message was prepared, milliseconds since the epoch. */
    long bornMillis();

    /** How many messages share the half id. */
    int messages();

    /**
     * The first message of the half id; read from the log, on the calling thread, if it is not in memory.
     *
     * @throws java.io.UncheckedIOException if it cannot be read, also because it was decided meanwhile
     */
    Message message();
}
