package io.carrick.store.queue;

/** Finds a sequence among entries that ascend by sequence and may have holes where one is dead. */
final class SequenceSearch {
    private SequenceSearch() {}

    /** The slot of the entry with that sequence, -1 if it is not among the first {@code count}. */
    static int find(QueueEntry[] slots, int count, long sequence) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int probe = middle;
            while (probe < high && slots[probe] == null) {
                probe++;
            }
            if (probe == high || slots[probe].sequence() > sequence) {
                high = middle;
            } else if (slots[probe].sequence() == sequence) {
                return probe;
            } else {
                low = probe + 1;
            }
        }
        return -1;
    }
}
