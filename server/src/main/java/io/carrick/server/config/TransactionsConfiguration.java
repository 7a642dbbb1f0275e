package io.carrick.server.config;

import io.carrick.broker.OutcomeSettings;
import io.carrick.server.yaml.Default;
import io.carrick.server.yaml.Range;
import java.time.Duration;

/**
 * Distributed transactions; see {@link OutcomeSettings}.
 *
 * @param outcomesKept how long outcomes are remembered
 * @param outcomesMax most outcomes remembered
 */
public record TransactionsConfiguration(
        @Default("24h") Duration outcomesKept,
        @Default("200000") @Range(min = 1, max = 50_000_000) int outcomesMax) {

    /** As the broker takes it. */
    public OutcomeSettings outcomes() {
        return new OutcomeSettings(outcomesKept, outcomesMax);
    }
}
