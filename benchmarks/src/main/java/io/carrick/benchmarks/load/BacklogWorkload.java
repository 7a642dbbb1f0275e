package io.carrick.benchmarks.load;

import io.carrick.benchmarks.measure.Result;
import java.util.List;

/**
 * Loads a queue that nobody reads, then drains it; each half has a result of its own.
 *
 * @param sink who drains it
 */
record BacklogWorkload(String name, Sink sink) implements Workload {

    @Override
    public List<Result> run(Settings settings) throws Exception {
        try (Run run = new Run(settings, name, sink.copies(settings.load()))) {
            List<ProducerLoop> producers =
                    ProducerLoop.open(run, SendMode.windowed(), sink.target(run), sink.properties(run));
            run.drive(producers, settings.bounds().warmUp());
            drain(run);
            run.finish();
            Run.Measurement load = run.measure(run.ledger()::confirmedCount, () -> {
                run.drive(producers, settings.bounds().measured());
                return System.nanoTime();
            });
            Run.Measurement drain = run.measure(run.ledger()::receivedCount, () -> drain(run));
            run.finish();
            return List.of(
                    run.result(name + "-load", 0, load),
                    run.result(name + "-drain", 0, drain.without(Timing.DELIVERY)));
        }
    }

    private long drain(Run run) throws Exception {
        run.receive(sink.open(run));
        return run.awaitDrained();
    }
}
