package io.carrick.benchmarks.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.carrick.benchmarks.check.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line of a report.
 *
 * @param broker label of the broker under load
 * @param workload name of the workload (and its part, where it has several)
 * @param producers sending sessions
 * @param consumers receiving sessions
 * @param batch messages per transaction, 0 if none
 * @param messageBytes size of each body
 * @param operations measured: messages received, deliveries of a fan-out, round trips of a request/reply
 * @param seconds from the first measured send until the last measured receipt
 * @param latencies by name of what was timed
 * @param clientCpu CPU time of the driver
 * @param brokerCpu CPU time of the broker's process, null when it was not watched
 * @param brokerPeakResidentBytes the most memory the broker's process had since it started, null when not watched
 * @param verdict whether each message arrived exactly once, in warm-up and measured stage alike
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
        String broker,
        String workload,
        int producers,
        int consumers,
        int batch,
        int messageBytes,
        long operations,
        double seconds,
        Map<String, Latency.Quantiles> latencies,
        Meter.Cpu clientCpu,
        Meter.Cpu brokerCpu,
        Long brokerPeakResidentBytes,
        Verdict verdict) {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MIB = 1024.0 * 1024.0;

    /** Operations per second. */
    @JsonProperty
    public double throughput() {
        return operations / seconds;
    }

    /** CPU time of the driver per operation, without its compilers, microseconds. */
    @JsonProperty
    public double clientCpuMicrosPerOperation() {
        return clientCpu.seconds() * MICROS_PER_SECOND / operations;
    }

    /** CPU time of the broker per operation, without its compilers, microseconds; null when it was not watched. */
    @JsonProperty
    public Double brokerCpuMicrosPerOperation() {
        return brokerCpu == null ? null : brokerCpu.seconds() * MICROS_PER_SECOND / operations;
    }

    /** One line for a person. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-10s %-16s %3d/%-3d %9.0f op/s  %s  cpu/op: client %.1f us%s  %s",
                broker,
                batch == 0 ? workload : workload + "-" + batch,
                producers,
                consumers,
                throughput(),
                latencies.entrySet().stream().map(Result::latency).collect(Collectors.joining("  ")),
                clientCpuMicrosPerOperation(),
                brokerCost(),
                verdict.clean() ? "ok" : "FAILED " + verdict);
    }

    private static String latency(Map.Entry<String, Latency.Quantiles> entry) {
        Latency.Quantiles q = entry.getValue();
        return String.format(
                Locale.ROOT,
                "%s p50 %.0f p99 %.0f max %.0f us",
                entry.getKey(),
                q.p50Micros(),
                q.p99Micros(),
                q.maxMicros());
    }

    private String brokerCost() {
        return brokerCpu == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", broker %.1f us, peak %.0f MiB",
                        brokerCpuMicrosPerOperation(),
                        brokerPeakResidentBytes / MIB);
    }
}
