package io.carrick.store.index;

/**
 * How the index uses memory.
 *
 * @param runEntries entries collected in memory before they are written as one run; 28 bytes each in the heap
 */
public record MessageIndexSettings(int runEntries) {
    public MessageIndexSettings {
        if (runEntries < 1) {
            throw new IllegalArgumentException("runEntries " + runEntries + " is below 1");
        }
    }

    /** 65,536 entries. */
    public static MessageIndexSettings defaults() {
        return new MessageIndexSettings(1 << 16);
    }
}
