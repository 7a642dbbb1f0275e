package io.carrick.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** CPU used between two moments by this process and, where one is watched, by the broker. Not thread-safe. */
public final class Meter {
    private static final double NANOS_PER_SECOND = 1e9;

    private final OperatingSystemMXBean self = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ProcessProbe broker;
    private long startNanos;
    private long clientCpuNanos;
    private long brokerCpuNanos;

    /** @param broker to watch, or null for none */
    public Meter(ProcessProbe broker) {
        this.broker = broker;
    }

    /** Begins a measurement. */
    public void start() throws IOException {
        brokerCpuNanos = broker == null ? 0 : broker.cpuNanos();
        clientCpuNanos = self.getProcessCpuTime();
        startNanos = System.nanoTime();
    }

    /**
     * Ends it.
     *
     * @param endNanos {@link System#nanoTime()} of the last operation
     */
    public Reading stop(long endNanos) throws IOException {
        double client = (self.getProcessCpuTime() - clientCpuNanos) / NANOS_PER_SECOND;
        double seconds = (endNanos - startNanos) / NANOS_PER_SECOND;
        return broker == null
                ? new Reading(seconds, client, null, null)
                : new Reading(
                        seconds,
                        client,
                        (broker.cpuNanos() - brokerCpuNanos) / NANOS_PER_SECOND,
                        broker.peakResidentBytes());
    }

    /**
     * What was used.
     *
     * @param seconds of wall-clock time
     * @param clientCpuSeconds of this process
     * @param brokerCpuSeconds of the broker, null if it is not watched
     * @param brokerPeakResidentBytes since the broker started, null if it is not watched
     */
    public record Reading(
            double seconds, double clientCpuSeconds, Double brokerCpuSeconds, Long brokerPeakResidentBytes) {}
}
