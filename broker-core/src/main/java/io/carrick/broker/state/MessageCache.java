package io.carrick.broker.state;

import io.carrick.broker.Message;
import io.carrick.store.queue.QueueEntry;
import java.util.ArrayDeque;

/**
 * Keeps messages in memory from their arrival until they are settled or the budget is spent; then those that have
 * been there longest are forgotten and read from the log when they are needed. Messages that are only in memory are
 * counted apart and never forgotten: {@link #memoryOnlyFull} tells when no more of them should be taken.
 */
public final class MessageCache {
    private static final int ENTRY_OVERHEAD_BYTES = 200;

    private final ArrayDeque<QueueEntry> oldestFirst = new ArrayDeque<>();
    private final long budgetBytes;
    private final long memoryOnlyMaxBytes;
    private long bytes;
    private long memoryOnlyBytes;
    private int live;

    /**
     * @param budgetBytes for messages that are in the log as well
     * @param memoryOnlyMaxBytes for messages that are nowhere else
     */
    public MessageCache(long budgetBytes, long memoryOnlyMaxBytes) {
        this.budgetBytes = budgetBytes;
        this.memoryOnlyMaxBytes = memoryOnlyMaxBytes;
    }

    void added(QueueEntry entry, Message message) {
        if (entry.position() < 0) {
            memoryOnlyBytes += cost(message);
            return;
        }
        bytes += cost(message);
        live++;
        oldestFirst.addLast(entry);
        while (bytes > budgetBytes && !oldestFirst.isEmpty()) {
            forget(oldestFirst.pollFirst());
        }
        dropShells();
    }

    private void forget(QueueEntry entry) {
        Message message = (Message) entry.cached();
        if (message != null) {
            entry.cached(null);
            bytes -= cost(message);
            live--;
        }
    }

    /** Entries of settled messages stay in the queue as shells until they reach its head or are too many. */
    private void dropShells() {
        while (!oldestFirst.isEmpty() && oldestFirst.peekFirst().cached() == null) {
            oldestFirst.pollFirst();
        }
        if (oldestFirst.size() > 4 * live + 4096) {
            oldestFirst.removeIf(entry -> entry.cached() == null);
        }
    }

    void removed(QueueEntry entry) {
        Message message = (Message) entry.cached();
        if (message == null) {
            return;
        }
        if (entry.position() < 0) {
            memoryOnlyBytes -= cost(message);
            entry.cached(null);
        } else {
            forget(entry);
        }
    }

    /** Whether messages that are only in memory have used up their share. */
    public boolean memoryOnlyFull() {
        return memoryOnlyBytes >= memoryOnlyMaxBytes;
    }

    /** Bytes held now, estimated. */
    public long bytes() {
        return bytes + memoryOnlyBytes;
    }

    private static long cost(Message message) {
        return message.encoded().length + ENTRY_OVERHEAD_BYTES;
    }
}
