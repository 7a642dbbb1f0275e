package io.carrick.server.metrics;

import io.carrick.broker.HalfAdministration.HalfFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/** Meters of half messages. Thread-safe. */
final class HalfMeters {
    private static final HalfFigures NOTHING = new HalfFigures(0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MeterRegistry registry;
    private volatile HalfFigures figures = NOTHING;

    HalfMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        gauge("open", "Half messages whose outcome is not known, without those that are parked", HalfFigures::open);
        gauge("parked", "Half messages that nobody is asked for any more", HalfFigures::parked);
        gauge("no.checker", "Half messages whose group is to be asked, but is not there", HalfFigures::noChecker);
        gauge("asking", "Half messages whose group has been asked and has not answered", HalfFigures::asking);
        gauge("oldest.age.seconds", "Age of the oldest open or parked half message", f -> age(f, clock.millis()));
        checks("commit", HalfFigures::answeredCommit);
        checks("rollback", HalfFigures::answeredRollback);
        checks("unknown", HalfFigures::answeredUnknown);
        checks("none", HalfFigures::unanswered);
    }

    private static double age(HalfFigures figures, long now) {
        return figures.oldestBornMillis() == 0 ? 0 : Math.max(0, now - figures.oldestBornMillis()) / MILLIS_PER_SECOND;
    }

    private void gauge(String name, String description, ToDoubleFunction<HalfFigures> value) {
        Gauge.builder("carrick.half." + name, this, meters -> value.applyAsDouble(meters.figures))
                .description(description)
                .register(registry);
    }

    private void checks(String answer, ToDoubleFunction<HalfFigures> value) {
        FunctionCounter.builder("carrick.half.checks", this, meters -> value.applyAsDouble(meters.figures))
                .description("Check-backs by answer; none for those given back or lost with their member")
                .tag("answer", answer)
                .register(registry);
    }

    void update(HalfFigures now) {
        figures = now;
    }
}
