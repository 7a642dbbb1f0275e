package io.carrick.benchmarks.check;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps account of a run: every message confirmed to its producer must be received exactly once in every copy (a queue
 * delivers one copy, a topic one per subscription). Thread-safe.
 */
public final class DeliveryLedger {
    private static final long PROGRESS_CHECK_MILLIS = 100;

    private final SequenceSet[] confirmed;
    private final SequenceSet[][] received;
    private final LongAdder confirmedCount = new LongAdder();
    private final AtomicLong receivedCount = new AtomicLong();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder damaged = new LongAdder();
    private final Object completion = new Object();
    private volatile long target = Long.MAX_VALUE;
    private long completedNanos;

    /**
     * @param producers how many send, numbered from 0
     * @param copies how many times each message is to be received
     */
    public DeliveryLedger(int producers, int copies) {
        confirmed = sets(producers);
        received = Stream.generate(() -> sets(producers)).limit(copies).toArray(SequenceSet[][]::new);
    }

    /** The broker has told the producer that it has the message. */
    public void confirmed(int producer, long sequence) {
        confirmed[producer].add(sequence);
        confirmedCount.increment();
    }

    /** The message arrived, and was acknowledged, as one of the copies. */
    public void received(int copy, int producer, long sequence) {
        if (producer < 0 || producer >= confirmed.length || !received[copy][producer].add(sequence)) {
            duplicates.increment();
            return;
        }
        if (receivedCount.incrementAndGet() >= target) {
            synchronized (completion) {
                complete();
            }
        }
    }

    /** Something arrived that nobody sent like that. */
    public void damaged() {
        damaged.increment();
    }

    /** Messages confirmed so far. */
    public long confirmedCount() {
        return confirmedCount.sum();
    }

    /** Deliveries counted so far, over all copies, without duplicates. */
    public long receivedCount() {
        return receivedCount.get();
    }

    /**
     * Waits until all that was confirmed has been received in every copy. To be called when no producer is sending.
     *
     * @param patience how long to go on when nothing at all arrives
     * @param aborted ends the wait early
     * @return {@link System#nanoTime()} of the last receipt, or of giving up
     */
    public long awaitComplete(Duration patience, BooleanSupplier aborted) throws InterruptedException {
        synchronized (completion) {
            completedNanos = 0;
            target = confirmedCount() * received.length;
            if (receivedCount.get() >= target) {
                complete();
            }
            long before = -1;
            long progressNanos = System.nanoTime();
            while (completedNanos == 0 && !aborted.getAsBoolean()) {
                long now = System.nanoTime();
                if (receivedCount.get() != before) {
                    before = receivedCount.get();
                    progressNanos = now;
                } else if (now - progressNanos > patience.toNanos()) {
                    break;
                }
                completion.wait(PROGRESS_CHECK_MILLIS);
            }
            target = Long.MAX_VALUE;
            return completedNanos == 0 ? System.nanoTime() : completedNanos;
        }
    }

    /** The account as it stands. */
    public Verdict verdict() {
        long lost = 0;
        for (SequenceSet[] copy : received) {
            for (int producer = 0; producer < confirmed.length; producer++) {
                lost += copy[producer].missing(confirmed[producer]);
            }
        }
        return new Verdict(lost, duplicates.sum(), damaged.sum());
    }

    private void complete() {
        if (completedNanos == 0) {
            completedNanos = System.nanoTime();
            completion.notifyAll();
        }
    }

    private static SequenceSet[] sets(int count) {
        return IntStream.range(0, count).mapToObj(i -> new SequenceSet()).toArray(SequenceSet[]::new);
    }
}
