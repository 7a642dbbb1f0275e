package io.carrick.store.index;

/**
 * How the index uses memory and disk.
 *
 * @param runEntries entries collected in memory before they are written as one run; about 40 bytes of heap each
 * @param fileBytes size from which on a file takes no further run; what is dropped goes by whole files
 */
public record MessageIndexSettings(int runEntries, long fileBytes) {
    public MessageIndexSettings {
        if (runEntries < 1 || fileBytes < 1) {
            throw new IllegalArgumentException(
                    "runEntries " + runEntries + " (at least 1), fileBytes " + fileBytes + " (at least 1)");
        }
    }

    /** 16,384 entries per run, 16 MiB per file. */
    public static MessageIndexSettings defaults() {
        return new MessageIndexSettings(1 << 14, 16L << 20);
    }
}
