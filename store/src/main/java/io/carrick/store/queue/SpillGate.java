package io.carrick.store.queue;

/** Asked before a chunk of a consume queue leaves memory. */
public interface SpillGate {
    /** Lets go what has a record in the log. */
    SpillGate PLACED = QueueEntry::isPlaced;

    /**
     * Whether the entry may leave memory. True only if it has a place in the log; the gate may give it one with
     * {@link QueueEntry#place}. One entry that may not keeps its whole chunk in memory.
     */
    boolean maySpill(QueueEntry entry);

    /** The entry has left memory, and with it what it cached. */
    default void spilled(QueueEntry entry) {}
}
