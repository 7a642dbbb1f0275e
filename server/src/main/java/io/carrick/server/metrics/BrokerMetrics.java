package io.carrick.server.metrics;

import io.carrick.broker.Administration.BrokerStatus;
import io.carrick.broker.Administration.LatencySummary;
import io.carrick.broker.Administration.QueueStatus;
import io.carrick.broker.TransactionAdministration.Figures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** All meters of a broker. Thread-safe. */
public final class BrokerMetrics implements AutoCloseable {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final LatencySummary NO_LATENCY = new LatencySummary(0, 0, 0, 0);
    private static final BrokerStatus NOTHING =
            new BrokerStatus(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, NO_LATENCY, NO_LATENCY);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final QueueMeters queues;
    private final TransactionMeters transactions;
    private volatile BrokerStatus status = NOTHING;

    /**
     * Registers the meters.
     *
     * @param queueLimit most queues with meters of their own
     * @param clock for ages
     */
    public BrokerMetrics(int queueLimit, InstantSource clock) {
        queues = new QueueMeters(registry, queueLimit);
        transactions = new TransactionMeters(registry, clock);
        gauge("carrick.connections", "Client connections", BrokerStatus::connections);
        gauge("carrick.producers", "Open producers", BrokerStatus::producers);
        gauge("carrick.consumers", "Open consumers", BrokerStatus::consumers);
        counter("carrick.messages.in", "Messages taken from clients", BrokerStatus::messagesIn);
        counter("carrick.messages.out", "Messages given to consumers", BrokerStatus::messagesOut);
        counter("carrick.messages.acknowledged", "Messages consumed", BrokerStatus::acknowledged);
        counter("carrick.messages.expired", "Messages that expired", BrokerStatus::expired);
        counter("carrick.messages.dead.lettered", "Messages that could not be delivered", BrokerStatus::deadLettered);
        gauge("carrick.memory.used.bytes", "Message contents in memory", BrokerStatus::memoryBytes);
        gauge("carrick.disk.used.bytes", "Size of the commit log", BrokerStatus::diskBytes);
        gauge("carrick.disk.limit.bytes", "Limit of the commit log, 0 for none", BrokerStatus::diskLimitBytes);
        gauge("carrick.disk.full", "1 while producers are refused for want of disk", s -> s.diskFull() ? 1 : 0);
        latency("carrick.flush", "flushes of the commit log", BrokerStatus::flush);
        latency("carrick.dispatch", "dispatches of messages to consumers", BrokerStatus::dispatch);
        bindMachine();
    }

    private void bindMachine() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<BrokerStatus> value) {
        Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.status))
                .description(description)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<BrokerStatus> value) {
        FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.status))
                .description(description)
                .register(registry);
    }

    private void latency(String name, String what, Function<BrokerStatus, LatencySummary> summary) {
        counter(name + ".count", "Number of " + what, s -> summary.apply(s).count());
        quantile(name, what, "0.5", s -> summary.apply(s).p50Micros());
        quantile(name, what, "0.99", s -> summary.apply(s).p99Micros());
        quantile(name, what, "1", s -> summary.apply(s).maxMicros());
    }

    private void quantile(String name, String what, String quantile, ToDoubleFunction<BrokerStatus> micros) {
        Gauge.builder(name + ".latency.seconds", this, m -> micros.applyAsDouble(m.status) / MICROS_PER_SECOND)
                .description("Latency of " + what + " since start")
                .tag("quantile", quantile)
                .register(registry);
    }

    /** The figures, with those of the broker as given. */
    public synchronized String scrape(BrokerStatus broker, List<QueueStatus> all, Figures work) {
        status = broker;
        transactions.update(work);
        queues.update(all);
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
