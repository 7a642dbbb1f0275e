package io.carrick.benchmarks.check;

import java.util.BitSet;

/** Which sequences of one producer have been seen. Thread-safe. */
final class SequenceSet {
    private final BitSet seen = new BitSet();

    /** Whether it was not there before. */
    synchronized boolean add(long sequence) {
        int bit = Math.toIntExact(sequence);
        boolean fresh = !seen.get(bit);
        seen.set(bit);
        return fresh;
    }

    /** How many of the sequences in {@code other} are not in this set. */
    synchronized long missing(SequenceSet other) {
        BitSet absent = other.copy();
        absent.andNot(seen);
        return absent.cardinality();
    }

    private synchronized BitSet copy() {
        return (BitSet) seen.clone();
    }
}
