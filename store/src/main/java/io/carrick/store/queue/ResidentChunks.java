package io.carrick.store.queue;

/** Counts the chunks in memory of one queue, and in all queues together those besides the last of each. */
final class ResidentChunks {
    /** Shared by all queues of a page file. */
    static final class Total {
        private long chunks;

        long chunks() {
            return chunks;
        }
    }

    private final Total total;
    private int chunks;

    ResidentChunks(Total total) {
        this.total = total;
    }

    void add(int difference) {
        total.chunks -= besidesLast();
        chunks += difference;
        total.chunks += besidesLast();
    }

    private int besidesLast() {
        return Math.max(0, chunks - 1);
    }

    void clear() {
        add(-chunks);
    }

    /** Whether the queue must keep fewer. */
    boolean exceed(ConsumeQueueSettings settings) {
        return chunks > settings.memoryChunksMax()
                || chunks > ConsumeQueueSettings.MEMORY_CHUNKS_MIN && total.chunks > settings.sharedChunksMax();
    }
}
