package io.carrick.benchmarks.load;

import io.carrick.benchmarks.measure.Result;
import java.util.List;

/** A way of loading a broker. Immutable, thread-safe. */
@FunctionalInterface
public interface Workload {

    /**
     * Runs it once.
     *
     * @return one result for each part that is measured; its verdict tells whether every message arrived exactly once
     * @throws Exception if the broker or the client refused something, or nothing happened for too long
     */
    List<Result> run(Settings settings) throws Exception;
}
