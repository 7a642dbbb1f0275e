package io.carrick.broker.journal;

import io.carrick.broker.record.JournalRecord;
import java.util.List;

/**
 * The ordered durable log that every decision of the core goes through. One thread (the core's) appends.
 */
public interface Journal extends AutoCloseable {
    /**
     * Appends records in order. Never blocks. They come back through {@link JournalSink#committed} in the same order.
     *
     * @param flush whether they must survive a power cut before they count as committed; if not, they survive the
     *     death of the process
     */
    void append(List<JournalRecord> batch, boolean flush);

    /**
     * Runs something, on a thread of the journal, when all that was appended before survives a power cut; never if that
     * fails. Never blocks.
     */
    void flush(Runnable whenDurable);

    /** Ends at once, as after a failure, and releases the writer. */
    void halt();

    /** Waits until everything appended has been committed or has failed, and releases the writer. */
    @Override
    void close();
}
