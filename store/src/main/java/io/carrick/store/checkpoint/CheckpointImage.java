package io.carrick.store.checkpoint;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of a checkpoint, held in memory: the thread that owns the state fills it, another one writes it to disk.
 * Grows by chunks, so that nothing is copied. Not thread-safe: hand it over when it is complete.
 */
public final class CheckpointImage extends DataOutputStream {
    private final ChunkedOutput chunks;

    public CheckpointImage() {
        this(new ChunkedOutput());
    }

    private CheckpointImage(ChunkedOutput chunks) {
        super(chunks);
        this.chunks = chunks;
    }

    /** Bytes written so far. */
    public long length() {
        return chunks.length();
    }

    /** Writes all of it to a stream. May be called again. */
    public void writeTo(OutputStream target) throws IOException {
        chunks.writeTo(target);
    }
}
