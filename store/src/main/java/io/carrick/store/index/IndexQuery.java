package io.carrick.store.index;

/** One search: what matches, how many are still wanted, and who gets them. */
final class IndexQuery {
    private final long hash;
    private final long fromMillis;
    private final long toMillis;
    private final long firstPosition;
    private final MessageIndex.Sink sink;
    private int wanted;

    IndexQuery(long hash, long fromMillis, long toMillis, long firstPosition, int max, MessageIndex.Sink sink) {
        this.hash = hash;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        this.firstPosition = firstPosition;
        this.wanted = max;
        this.sink = sink;
    }

    long hash() {
        return hash;
    }

    boolean isFull() {
        return wanted <= 0;
    }

    /** Whether something of that span of time can match. */
    boolean overlaps(long minTimestamp, long maxTimestamp) {
        return fromMillis <= maxTimestamp && toMillis >= minTimestamp;
    }

    void offer(long entryHash, long timestamp, long position, int size) {
        if (entryHash == hash
                && timestamp >= fromMillis
                && timestamp <= toMillis
                && position >= firstPosition
                && wanted > 0) {
            wanted--;
            sink.found(timestamp, position, size);
        }
    }
}
