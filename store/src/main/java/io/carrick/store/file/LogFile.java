package io.carrick.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file as the store sees it. Reads may come from any thread, writes from one thread at a time. No method retries a
 * disk error: after an error of {@link #write} or {@link #force} the contents written since the last successful
 * {@code force} are undefined and the caller must stop.
 */
public interface LogFile extends Closeable {
    /** The name inside its directory when it was opened. */
    String name();

    /**
     * Writes all remaining bytes at a position, extending the file if need be. Not durable until {@link #force}.
     *
     * @throws DiskFullException if the device or the quota has no space for them
     */
    void write(ByteBuffer source, long position) throws IOException;

    /**
     * Reads into the remaining space of the buffer.
     *
     * @return bytes read; fewer than asked only at the end of the file, -1 at or behind it
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** When this returns, everything written before is durable (fdatasync). Never called again after a failure. */
    void force() throws IOException;

    /** Current length in bytes. */
    long size() throws IOException;

    /** Cuts the file. Durable after {@link #force}. */
    void truncate(long size) throws IOException;

    /**
     * Makes the file {@code size} bytes long with real, zeroed blocks, so that later writes and flushes change no
     * metadata and cannot run out of space. What was in the file before is gone. Durable when this returns.
     *
     * @throws DiskFullException if the device or the quota has no space for it; the file is then of no use
     */
    void preallocate(long size) throws IOException;

    @Override
    void close() throws IOException;
}
