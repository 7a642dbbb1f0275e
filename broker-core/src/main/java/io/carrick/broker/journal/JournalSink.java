package io.carrick.broker.journal;

import io.carrick.broker.record.JournalRecord;
import java.util.List;

/** Takes what the journal has made durable. Called on a thread of the journal, one call at a time. */
public interface JournalSink {
    /** The records are durable, in order, on as many machines as the journal promises. */
    void committed(List<JournalRecord> batch);

    /** Nothing will be committed any more. Called once. */
    void failed(Throwable cause);
}
