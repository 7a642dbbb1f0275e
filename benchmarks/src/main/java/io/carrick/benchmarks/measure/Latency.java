package io.carrick.benchmarks.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** Durations of one kind of operation, with three significant digits up to ten minutes. Thread-safe. */
public final class Latency {
    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1_000.0;

    private final ConcurrentHistogram histogram = new ConcurrentHistogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);

    /** Counts an operation that began at {@code startNanos} ({@link System#nanoTime()}) and ends now. */
    public void recordSince(long startNanos) {
        record(System.nanoTime() - startNanos);
    }

    void record(long nanos) {
        histogram.recordValue(Math.max(0, Math.min(HIGHEST_NANOS, nanos)));
    }

    /** Forgets everything. To be called while nothing is recorded. */
    public void reset() {
        histogram.reset();
    }

    /** What was recorded since the last reset. */
    public Quantiles quantiles() {
        return new Quantiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / NANOS_PER_MICRO,
                histogram.getValueAtPercentile(99) / NANOS_PER_MICRO,
                histogram.getMaxValue() / NANOS_PER_MICRO);
    }

    /**
     * A distribution in four numbers.
     *
     * @param count of operations
     * @param p50Micros median, microseconds
     * @param p99Micros 99th percentile, microseconds
     * @param maxMicros slowest, microseconds
     */
    public record Quantiles(long count, double p50Micros, double p99Micros, double maxMicros) {}
}
