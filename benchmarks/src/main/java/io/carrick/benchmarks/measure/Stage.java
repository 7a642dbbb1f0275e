package io.carrick.benchmarks.measure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A stretch of load, bounded by time and by a number of operations, whichever ends first. Thread-safe. */
public final class Stage {
    private final LongSupplier clock;
    private final long endNanos;
    private final AtomicLong remaining;

    private Stage(LongSupplier clock, Duration limit, long operations) {
        this.clock = clock;
        endNanos = clock.getAsLong() + limit.toNanos();
        remaining = new AtomicLong(operations);
    }

    /** Starts now. */
    public static Stage start(Duration limit, long operations) {
        return start(System::nanoTime, limit, operations);
    }

    static Stage start(LongSupplier clock, Duration limit, long operations) {
        return new Stage(clock, limit, operations);
    }

    /** Claims one more operation; false when the stage is over. */
    public boolean claim() {
        return clock.getAsLong() - endNanos < 0 && remaining.getAndDecrement() > 0;
    }
}
