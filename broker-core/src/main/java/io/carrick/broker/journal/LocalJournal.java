package io.carrick.broker.journal;

import io.carrick.broker.record.JournalRecord;
import io.carrick.store.CommitLog;
import io.carrick.store.LogEntry;
import io.carrick.store.LogWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The journal of a single node: its own commit log, flushed before anything counts as committed. */
public final class LocalJournal implements Journal {
    private final LogWriter writer;

    /**
     * @param flushNanos told how long each flush took, on the writer's thread
     */
    public LocalJournal(CommitLog log, JournalSink sink, LongConsumer flushNanos) {
        writer = new LogWriter(
                log,
                new LogWriter.Listener() {
                    @Override
                    public void committed(List<LogEntry> batch) {
                        List<JournalRecord> records = new ArrayList<>(batch.size());
                        for (LogEntry entry : batch) {
                            records.add((JournalRecord) entry);
                        }
                        sink.committed(records);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        sink.failed(cause);
                    }
                },
                flushNanos);
    }

    @Override
    public void append(List<JournalRecord> batch, boolean flush) {
        writer.submit(batch, flush);
    }

    @Override
    public void flush(Runnable whenDurable) {
        writer.flush(whenDurable);
    }

    @Override
    public void halt() {
        writer.halt();
    }

    @Override
    public void close() {
        writer.close();
    }
}
