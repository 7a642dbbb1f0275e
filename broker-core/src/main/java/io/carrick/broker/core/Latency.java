package io.carrick.broker.core;

import io.carrick.broker.Administration.LatencySummary;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** Times something since the start, for operators. Thread-safe. */
final class Latency {
    private static final int DIGITS = 2;

    private final ConcurrentHistogram micros = new ConcurrentHistogram(DIGITS);

    void recordNanos(long nanos) {
        micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    LatencySummary summary() {
        return new LatencySummary(
                micros.getTotalCount(),
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(99),
                micros.getMaxValue());
    }
}
