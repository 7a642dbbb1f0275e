package io.carrick.server.metrics;

import io.carrick.broker.HalfAdministration.HalfFigures;
import io.carrick.broker.TransactionAdministration.BranchFigures;
import io.carrick.broker.TransactionAdministration.Figures;
import io.carrick.broker.TransactionAdministration.LocalFigures;
import io.carrick.broker.TransactionAdministration.Outcomes;
import io.carrick.broker.TransactionKind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Meters of local transactions, branches and half messages: how many, how old, how they end. Thread-safe. */
final class TransactionMeters {
    private static final Figures NOTHING = new Figures(
            new LocalFigures(0, 0),
            new BranchFigures(0, 0, 0, 0, 0, 0),
            new HalfFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            List.of());
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MeterRegistry registry;
    private final InstantSource clock;
    private volatile Figures figures = NOTHING;

    TransactionMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        state(
                TransactionKind.LOCAL,
                "open",
                f -> f.local().open(),
                f -> f.local().oldestMillis());
        state(
                TransactionKind.XA,
                "open",
                f -> f.branches().open(),
                f -> f.branches().oldestOpenMillis());
        state(
                TransactionKind.XA,
                "prepared",
                f -> f.branches().prepared(),
                f -> f.branches().oldestPreparedMillis());
        state(
                TransactionKind.XA,
                "heuristic",
                f -> f.branches().heuristic(),
                f -> f.branches().oldestHeuristicMillis());
        state(
                TransactionKind.HALF,
                "prepared",
                f -> f.halves().open(),
                f -> f.halves().oldestOpenMillis());
        state(
                TransactionKind.HALF,
                "parked",
                f -> f.halves().parked(),
                f -> f.halves().oldestParkedMillis());
        for (TransactionKind kind : TransactionKind.values()) {
            ended(kind, "committed", Outcomes::committed);
            ended(kind, "rolled-back", Outcomes::rolledBack);
        }
        half("no.checker", "Half messages whose group is to be asked, but is not there", HalfFigures::noChecker);
        half("asking", "Half messages whose group has been asked and has not answered", HalfFigures::asking);
        checks("commit", HalfFigures::answeredCommit);
        checks("rollback", HalfFigures::answeredRollback);
        checks("unknown", HalfFigures::answeredUnknown);
        checks("none", HalfFigures::unanswered);
    }

    private void state(
            TransactionKind kind, String state, ToDoubleFunction<Figures> count, ToLongFunction<Figures> oldest) {
        Gauge.builder("carrick.transactions", this, meters -> count.applyAsDouble(meters.figures))
                .description("Local transactions, branches of distributed ones and half messages without outcome")
                .tags("kind", kind.text(), "state", state)
                .register(registry);
        Gauge.builder("carrick.transactions.oldest.age.seconds", this, m -> m.age(oldest.applyAsLong(m.figures)))
                .description(
                        "Time since the oldest of them was begun, prepared or decided by an operator; 0 if there is none")
                .tags("kind", kind.text(), "state", state)
                .register(registry);
    }

    private double age(long sinceMillis) {
        return sinceMillis == 0 ? 0 : Math.max(0, clock.millis() - sinceMillis) / MILLIS_PER_SECOND;
    }

    private void ended(TransactionKind kind, String outcome, ToLongFunction<Outcomes> count) {
        FunctionCounter.builder("carrick.transactions.ended", this, meters -> meters.outcome(kind, count))
                .description("Those that have ended, by their outcome, also by an operator's hand")
                .tags("kind", kind.text(), "outcome", outcome)
                .register(registry);
    }

    private double outcome(TransactionKind kind, ToLongFunction<Outcomes> count) {
        return figures.outcomes().stream()
                .filter(outcomes -> outcomes.kind() == kind)
                .mapToLong(count)
                .sum();
    }

    private void half(String name, String description, ToDoubleFunction<HalfFigures> value) {
        Gauge.builder("carrick.transactions.half." + name, this, m -> value.applyAsDouble(m.figures.halves()))
                .description(description)
                .register(registry);
    }

    private void checks(String answer, ToDoubleFunction<HalfFigures> value) {
        FunctionCounter.builder("carrick.transactions.half.checks", this, m -> value.applyAsDouble(m.figures.halves()))
                .description("Check-backs by answer; none for those given back or lost with their member")
                .tag("answer", answer)
                .register(registry);
    }

    void update(Figures now) {
        figures = now;
    }
}
