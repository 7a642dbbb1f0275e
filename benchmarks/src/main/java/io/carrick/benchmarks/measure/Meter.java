package io.carrick.benchmarks.measure;

import java.io.IOException;

/**
 * CPU used between two moments by this process and, where one is watched, by the broker; what just-in-time compilers use
 * is told apart. Not thread-safe.
 */
public final class Meter {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ProcessProbe client = ProcessProbe.self();
    private final ProcessProbe broker;
    private long startNanos;
    private Used clientBefore;
    private Used brokerBefore;

    /** @param broker to watch, or null for none */
    public Meter(ProcessProbe broker) {
        this.broker = broker;
    }

    /** CPU time that a process has used so far. */
    private record Used(long allNanos, long compilerNanos) {
        static Used of(ProcessProbe process) throws IOException {
            return new Used(process.cpuNanos(), process.compilerNanos());
        }

        Cpu since(Used before) {
            long compiler = compilerNanos - before.compilerNanos;
            return new Cpu((allNanos - before.allNanos - compiler) / NANOS_PER_SECOND, compiler / NANOS_PER_SECOND);
        }
    }

    /** Begins a measurement. */
    public void start() throws IOException {
        brokerBefore = broker == null ? null : Used.of(broker);
        clientBefore = Used.of(client);
        startNanos = System.nanoTime();
    }

    /**
     * Ends it.
     *
     * @param endNanos {@link System#nanoTime()} of the last operation
     */
    public Reading stop(long endNanos) throws IOException {
        Cpu used = Used.of(client).since(clientBefore);
        double seconds = (endNanos - startNanos) / NANOS_PER_SECOND;
        return broker == null
                ? new Reading(seconds, used, null, null)
                : new Reading(seconds, used, Used.of(broker).since(brokerBefore), broker.peakResidentBytes());
    }

    /**
     * What a process used.
     *
     * @param seconds of CPU time, without that of the compilers
     * @param compilerSeconds of CPU time of the just-in-time compilers
     */
    public record Cpu(double seconds, double compilerSeconds) {}

    /**
     * What was used.
     *
     * @param seconds of wall-clock time
     * @param client this process
     * @param broker null if it is not watched
     * @param brokerPeakResidentBytes since the broker started, null if it is not watched
     */
    public record Reading(double seconds, Cpu client, Cpu broker, Long brokerPeakResidentBytes) {}
}
