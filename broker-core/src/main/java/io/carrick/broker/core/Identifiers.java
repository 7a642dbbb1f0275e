package io.carrick.broker.core;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out ids. Those of addresses and subscriptions go on from what the journal has seen; those of transactions and
 * large bodies carry the epoch, so that they never meet those of an earlier start. Temporary ids are negative.
 */
final class Identifiers {
    private static final int EPOCH_SHIFT = 40;

    private long last;
    private long lastTemporary;
    private final AtomicLong inEpoch = new AtomicLong();

    /** Sets where to go on. */
    void start(long lastId, long epoch) {
        last = lastId;
        inEpoch.set(epoch << EPOCH_SHIFT);
    }

    /** Id of an address or subscription; core thread only. */
    long next() {
        return ++last;
    }

    /** Id of a temporary address or volatile subscription; core thread only. */
    long nextTemporary() {
        return --lastTemporary;
    }

    /** Id of a transaction or large body; any thread. */
    long nextInEpoch() {
        return inEpoch.incrementAndGet();
    }
}
