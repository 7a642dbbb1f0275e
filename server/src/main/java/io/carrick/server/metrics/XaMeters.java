package io.carrick.server.metrics;

import io.carrick.broker.XaAdministration.XaFigures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/** Meters of distributed transactions. Thread-safe. */
final class XaMeters {
    private static final XaFigures NOTHING = new XaFigures(0, 0, 0, 0);
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MeterRegistry registry;
    private volatile XaFigures figures = NOTHING;

    XaMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        gauge("open", "Branches of distributed transactions that are neither prepared nor over", XaFigures::open);
        gauge("prepared", "Branches that wait for the decision of their transaction manager", XaFigures::prepared);
        gauge("heuristic", "Branches decided by an operator and not forgotten", XaFigures::heuristic);
        gauge(
                "oldest.prepared.age.seconds",
                "Time since the oldest prepared branch was prepared",
                now -> age(now, clock.millis()));
    }

    private static double age(XaFigures figures, long now) {
        return figures.oldestPreparedMillis() == 0
                ? 0
                : Math.max(0, now - figures.oldestPreparedMillis()) / MILLIS_PER_SECOND;
    }

    private void gauge(String name, String description, ToDoubleFunction<XaFigures> value) {
        Gauge.builder("carrick.xa." + name, this, meters -> value.applyAsDouble(meters.figures))
                .description(description)
                .register(registry);
    }

    void update(XaFigures now) {
        figures = now;
    }
}
