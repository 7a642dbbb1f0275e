package io.carrick.broker.state;

/** Keeps account of which parts of the log are still needed. */
public interface LiveSpace {
    /** The record at that place is needed. */
    void retain(long position, int size);

    /** The record at that place is no longer needed (by one of those that retained it). */
    void release(long position, int size);
}
