package io.carrick.store;

import java.nio.ByteBuffer;

/**
 * A record on its way into the commit log. The log adds its own header (length, version, CRC, index, term);
 * what is inside the body is the business of the caller.
 */
public interface LogEntry {
    /** Kind of record, 1 to 255; 0 is the log's own. */
    int type();

    /** When the record was made, milliseconds since the epoch. */
    long timestamp();

    /** Exact number of bytes that {@link #writeBody} will write. */
    int bodySize();

    /** Writes the body. Called once, on the thread that writes the log. */
    void writeBody(ByteBuffer target);

    /**
     * Tells where the record lies, before it is durable. Called on the thread that writes the log.
     *
     * @param position of the record's first header byte in the log
     * @param size of the whole record including its header, in bytes
     * @param index of the record in the log, counted from 1 without gaps
     */
    void placed(long position, int size, long index);
}
