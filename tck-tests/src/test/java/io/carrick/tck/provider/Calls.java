package io.carrick.tck.provider;

import jakarta.jms.JMSException;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How long the calls of an application took. Safe for use by several threads. */
final class Calls {
    private final Map<String, LongSummaryStatistics> millis = new TreeMap<>();

    /** Something that an application calls. */
    interface Call<T> {
        T run() throws JMSException;
    }

    /** Something that an application calls for nothing. */
    interface VoidCall {
        void run() throws JMSException;
    }

    <T> T timed(String name, Call<T> call) throws JMSException {
        long begin = System.nanoTime();
        try {
            return call.run();
        } finally {
            add(name, System.nanoTime() - begin);
        }
    }

    void timed(String name, VoidCall call) throws JMSException {
        long begin = System.nanoTime();
        try {
            call.run();
        } finally {
            add(name, System.nanoTime() - begin);
        }
    }

    private synchronized void add(String name, long nanos) {
        millis.computeIfAbsent(name, key -> new LongSummaryStatistics()).accept(TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    synchronized long longestMillis() {
        return millis.values().stream()
                .mapToLong(LongSummaryStatistics::getMax)
                .max()
                .orElse(0);
    }

    /** One line for each call: how often, mean and longest. */
    @Override
    public synchronized String toString() {
        StringBuilder lines = new StringBuilder();
        millis.forEach((name, figures) -> lines.append(String.format(
                "%n    %s: %d, mean %.1f ms, longest %d ms",
                name, figures.getCount(), figures.getAverage(), figures.getMax())));
        return lines.toString();
    }
}
