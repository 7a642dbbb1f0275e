package io.carrick.store;

import java.io.IOException;

/**
 * The log holds something else than what was made durable there. It is never repaired silently: whoever catches this
 * must refuse to serve the data, or fetch it from a replica.
 */
public final class LogCorruptedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final long position;

    public LogCorruptedException(String file, long offset, long position, String problem) {
        super("Corruption in " + file + " at offset " + offset + " (log position " + position + "): " + problem);
        this.file = file;
        this.offset = offset;
        this.position = position;
    }

    /** The name of the damaged file inside the log's directory. */
    public String file() {
        return file;
    }

    /** Where in the file the damage begins to show, in bytes. */
    public long offset() {
        return offset;
    }

    /** The same place as a position in the log. */
    public long position() {
        return position;
    }
}
