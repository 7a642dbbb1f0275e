package io.carrick.store.checkpoint;

import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.DataInput;
import java.io.IOException;

/** A valid checkpoint, open for reading once. Close it when the body is read. */
public final class Checkpoint implements Closeable {
    private final long position;
    private final long index;
    private final DataInput body;
    private final LogFile file;

    Checkpoint(long position, long index, DataInput body, LogFile file) {
        this.position = position;
        this.index = index;
        this.body = body;
        this.file = file;
    }

    /** The position in the log from which to replay. */
    public long position() {
        return position;
    }

    /** The log index that goes with {@link #position}, as given to {@link Checkpoints#write}. */
    public long index() {
        return index;
    }

    /** The state. Read from the file as it is asked for, through a buffer; ends with an EOFException. */
    public DataInput body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
