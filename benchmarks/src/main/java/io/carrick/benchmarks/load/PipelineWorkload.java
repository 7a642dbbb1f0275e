package io.carrick.benchmarks.load;

import io.carrick.benchmarks.measure.Result;
import java.util.List;

/**
 * Producers and consumers at work at the same time. The measured time ends when the last message sent in it has been
 * received, so that a backlog left behind by slow consumers counts against the broker.
 */
record PipelineWorkload(String name, SendMode mode, Sink sink) implements Workload {

    @Override
    public List<Result> run(Settings settings) throws Exception {
        try (Run run = new Run(settings, name, sink.copies(settings.load()))) {
            run.receive(sink.open(run));
            List<ProducerLoop> producers = ProducerLoop.open(run, mode, sink.target(run), sink.properties(run));
            run.drive(producers, settings.bounds().warmUp());
            run.awaitDrained();
            Run.Measurement measured = run.measure(run.ledger()::receivedCount, () -> {
                run.drive(producers, settings.bounds().measured());
                return run.awaitDrained();
            });
            run.finish();
            return List.of(run.result(name, mode.batch(settings.load()), measured));
        }
    }
}
