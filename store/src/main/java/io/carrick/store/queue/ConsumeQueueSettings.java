package io.carrick.store.queue;

/**
 * How consume queues use memory.
 *
 * @param chunkEntries entries per chunk; a chunk must fit in a page
 * @param memoryChunksMax chunks a queue keeps in memory before its middle ones are spilled, at least 2
 * @param loadedChunksMax spilled chunks a queue holds decoded for reading, at least 1
 * @param gate decides what may leave memory
 */
public record ConsumeQueueSettings(int chunkEntries, int memoryChunksMax, int loadedChunksMax, SpillGate gate) {
    /** The page size that {@link #defaults} go with. */
    public static final int PAGE_BYTES = 32 * 1024;

    public ConsumeQueueSettings {
        if (chunkEntries < 1 || memoryChunksMax < 2 || loadedChunksMax < 1) {
            throw new IllegalArgumentException("chunkEntries " + chunkEntries + " (at least 1), memoryChunksMax "
                    + memoryChunksMax + " (at least 2), loadedChunksMax " + loadedChunksMax + " (at least 1)");
        }
    }

    /** Chunks that fill a page of {@link #PAGE_BYTES}, 16 of them in memory per queue, 4 loaded. */
    public static ConsumeQueueSettings defaults() {
        int entries = (PAGE_BYTES - PageFile.HEADER_BYTES) / QueueEntry.ENTRY_BYTES;
        return new ConsumeQueueSettings(entries, 16, 4, SpillGate.PLACED);
    }

    public ConsumeQueueSettings withGate(SpillGate other) {
        return new ConsumeQueueSettings(chunkEntries, memoryChunksMax, loadedChunksMax, other);
    }
}
