package io.carrick.benchmarks.check;

/**
 * Whether each message arrived exactly once and whole.
 *
 * @param lost confirmed to the producer and missing in some copy
 * @param duplicated received again in the same copy, or from a producer that does not exist
 * @param damaged with a wrong size, checksum or property
 */
public record Verdict(long lost, long duplicated, long damaged) {

    /** Nothing lost, doubled or damaged. */
    public boolean clean() {
        return lost == 0 && duplicated == 0 && damaged == 0;
    }
}
