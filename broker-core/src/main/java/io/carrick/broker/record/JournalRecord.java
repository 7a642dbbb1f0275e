package io.carrick.broker.record;

import io.carrick.store.LogEntry;
import java.nio.ByteBuffer;

/**
 * A decision of the core on its way through the journal. Made on the core thread, written by the journal, applied on
 * the core thread. {@link #whenApplied} lets the leader answer whoever asked for it; it is not part of the record.
 */
public abstract class JournalRecord implements LogEntry {
    private final long timestamp;
    private long position = -1;
    private int size;
    private Runnable whenApplied;

    JournalRecord(long timestamp) {
        this.timestamp = timestamp;
    }

    public abstract RecordKind kind();

    @Override
    public final int type() {
        return kind().code();
    }

    /** Bytes that {@link #writeFields} will write. */
    abstract int fieldsSize();

    abstract void writeFields(ByteBuffer target);

    @Override
    public final int bodySize() {
        return 1 + fieldsSize();
    }

    @Override
    public final void writeBody(ByteBuffer target) {
        target.put((byte) kind().code());
        writeFields(target);
    }

    @Override
    public final long timestamp() {
        return timestamp;
    }

    @Override
    public final void placed(long recordPosition, int recordSize, long index) {
        position = recordPosition;
        size = recordSize;
    }

    /** Where it lies in the log; -1 before it was written. */
    public final long position() {
        return position;
    }

    /** Bytes it takes in the log. */
    public final int size() {
        return size;
    }

    /** To be run on the core thread after the record was applied, on the node that made it. */
    public final JournalRecord whenApplied(Runnable action) {
        whenApplied = action;
        return this;
    }

    /** Runs and forgets the action of {@link #whenApplied(Runnable)}, if there is one. */
    public final void applied() {
        Runnable action = whenApplied;
        whenApplied = null;
        if (action != null) {
            action.run();
        }
    }
}
