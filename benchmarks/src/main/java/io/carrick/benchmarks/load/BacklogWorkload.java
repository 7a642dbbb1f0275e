package io.carrick.benchmarks.load;

import io.carrick.benchmarks.measure.Result;
import java.util.List;

/** Loads a queue that nobody reads, then drains it; each half has a result of its own. */
record BacklogWorkload() implements Workload {
    private static final String NAME = "backlog";

    @Override
    public List<Result> run(Settings settings) throws Exception {
        Sink sink = new QueueSink(false);
        try (Run run = new Run(settings, NAME, sink.copies(settings.load()))) {
            List<ProducerLoop> producers =
                    ProducerLoop.open(run, SendMode.windowed(), sink.target(run), sink.properties(run));
            run.drive(producers, settings.bounds().warmUp());
            drain(run, sink);
            run.finish();
            Run.Measurement load = run.measure(run.ledger()::confirmedCount, () -> {
                run.drive(producers, settings.bounds().measured());
                return System.nanoTime();
            });
            Run.Measurement drain = run.measure(run.ledger()::receivedCount, () -> drain(run, sink));
            run.finish();
            return List.of(
                    run.result(NAME + "-load", 0, load),
                    run.result(NAME + "-drain", 0, drain.without(Timing.DELIVERY)));
        }
    }

    private static long drain(Run run, Sink sink) throws Exception {
        run.receive(sink.open(run));
        return run.awaitDrained();
    }
}
