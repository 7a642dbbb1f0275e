package io.carrick.store.queue;

/**
 * How consume queues use memory.
 *
 * @param chunkEntries entries per chunk; a chunk must fit in a page
 * @param memoryChunksMax chunks a queue keeps in memory before its middle ones are spilled, at least 2
 * @param sharedChunksMax chunks, besides the last of each, that all queues of a page file may keep in memory; above it,
 *     a queue that grows keeps only 2
 * @param loadedChunksMax spilled chunks a queue holds decoded for reading, at least 1
 * @param gate decides what may leave memory
 */
public record ConsumeQueueSettings(
        int chunkEntries, int memoryChunksMax, int sharedChunksMax, int loadedChunksMax, SpillGate gate) {
    /** The page size that {@link #defaults} go with. */
    public static final int PAGE_BYTES = 32 * 1024;

    /** Chunks that a queue always keeps in memory: its first and its last. */
    static final int MEMORY_CHUNKS_MIN = 2;

    public ConsumeQueueSettings {
        require("chunkEntries", chunkEntries, 1);
        require("memoryChunksMax", memoryChunksMax, MEMORY_CHUNKS_MIN);
        require("sharedChunksMax", sharedChunksMax, 0);
        require("loadedChunksMax", loadedChunksMax, 1);
    }

    private static void require(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + min);
        }
    }

    /**
     * Chunks that fill a page of {@link #PAGE_BYTES}, 16 of them in memory per queue, 2048 (about 100 MB) in all queues,
     * 4 loaded.
     */
    public static ConsumeQueueSettings defaults() {
        int entries = (PAGE_BYTES - PageFile.HEADER_BYTES) / QueueEntry.ENTRY_BYTES;
        return new ConsumeQueueSettings(entries, 16, 2048, 4, SpillGate.PLACED);
    }

    public ConsumeQueueSettings withGate(SpillGate other) {
        return new ConsumeQueueSettings(chunkEntries, memoryChunksMax, sharedChunksMax, loadedChunksMax, other);
    }
}
