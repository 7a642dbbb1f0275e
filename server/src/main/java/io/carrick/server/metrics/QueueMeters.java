package io.carrick.server.metrics;

import io.carrick.broker.Administration.QueueStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Meters of single queues, of the longest ones only: the number of time series must not grow with the number of
 * queues. Temporary queues have none. Not thread-safe, but meters may be read at any time.
 */
final class QueueMeters {
    private static final Comparator<QueueStatus> LONGEST_FIRST =
            Comparator.comparingLong(QueueMeters::depth).reversed().thenComparing(QueueStatus::name);

    private final MeterRegistry registry;
    private final int limit;
    private final Map<String, Metered> metered = new HashMap<>();

    QueueMeters(MeterRegistry registry, int limit) {
        this.registry = registry;
        this.limit = limit;
    }

    private static long depth(QueueStatus queue) {
        return queue.ready() + queue.delivering() + queue.scheduled();
    }

    void update(List<QueueStatus> all) {
        Map<String, QueueStatus> chosen = new HashMap<>();
        all.stream()
                .filter(queue -> !queue.temporary())
                .sorted(LONGEST_FIRST)
                .limit(limit)
                .forEach(queue -> chosen.put(queue.name(), queue));
        Set<String> gone = new HashSet<>(metered.keySet());
        gone.removeAll(chosen.keySet());
        gone.forEach(name -> metered.remove(name).unregister());
        chosen.forEach((name, queue) -> metered.computeIfAbsent(name, n -> new Metered(queue)).status = queue);
    }

    private final class Metered {
        private final List<Meter> meters = new ArrayList<>();
        private volatile QueueStatus status;

        Metered(QueueStatus status) {
            this.status = status;
            gauge("carrick.queue.messages.ready", "Messages that can be dispatched now", QueueStatus::ready);
            gauge("carrick.queue.messages.delivering", "Messages held by consumers", QueueStatus::delivering);
            gauge("carrick.queue.messages.scheduled", "Messages waiting for their time", QueueStatus::scheduled);
            gauge("carrick.queue.consumers", "Open consumers", QueueStatus::consumers);
            counter("carrick.queue.messages.added", "Messages put into the queue", QueueStatus::added);
            counter("carrick.queue.messages.acknowledged", "Messages consumed", QueueStatus::acknowledged);
            counter("carrick.queue.messages.dead.lettered", "Messages not deliverable", QueueStatus::deadLettered);
            counter("carrick.queue.messages.expired", "Messages that expired", QueueStatus::expired);
        }

        private void gauge(String name, String description, ToDoubleFunction<QueueStatus> value) {
            meters.add(Gauge.builder(name, this, m -> value.applyAsDouble(m.status))
                    .description(description)
                    .tags("address", status.address(), "queue", status.name())
                    .register(registry));
        }

        private void counter(String name, String description, ToDoubleFunction<QueueStatus> value) {
            meters.add(FunctionCounter.builder(name, this, m -> value.applyAsDouble(m.status))
                    .description(description)
                    .tags("address", status.address(), "queue", status.name())
                    .register(registry));
        }

        private void unregister() {
            meters.forEach(registry::remove);
        }
    }
}
