package io.carrick.broker;

/**
 * The contents of a large message, kept as a chain of chunks in the log. Written by the connection that opened it,
 * then given to a {@link Message}; read by the connections that deliver it.
 */
public interface LargeBody {
    /**
     * Adds bytes. They are staged in the log and seen by nobody until a message with this body is stored.
     *
     * @param chunk at most 1 MiB; the array belongs to the broker from now on
     * @param written told when the bytes have left memory, so that the sender's window may open again
     */
    void append(byte[] chunk, Reply<Void> written);

    /** Bytes appended so far. */
    long size();

    /** Number of chunks appended so far. */
    int chunks();

    /** Gives up a body that no message was made of. Idempotent. */
    void discard();

    /**
     * Reads one chunk from the log, on the calling thread.
     *
     * @throws java.io.UncheckedIOException if it cannot be read or fails its checksum
     */
    byte[] read(int chunk);
}
