package io.carrick.server.config;

import io.carrick.broker.HalfSettings;
import io.carrick.server.yaml.Default;
import io.carrick.server.yaml.Range;
import java.time.Duration;

/**
 * Half messages; see {@link HalfSettings}.
 *
 * @param checkAfter when a producer group is asked for the first time if the message does not say
 * @param backOff time between an answer of "unknown" and the next question
 * @param checksMax answers of "unknown" after which a half message is parked
 * @param ageMax age at which it is parked whatever was answered
 * @param outcomesKept how long outcomes are remembered
 * @param outcomesMax most outcomes remembered
 */
public record HalfMessagesConfiguration(
        @Default("6s") Duration checkAfter,
        @Default("30s") Duration backOff,
        @Default("15") @Range(min = 1) int checksMax,
        @Default("72h") Duration ageMax,
        @Default("24h") Duration outcomesKept,
        @Default("500000") @Range(min = 1, max = 50_000_000) int outcomesMax) {

    public HalfMessagesConfiguration {
        if (ageMax.isZero()) {
            throw new IllegalArgumentException("age-max must not be 0");
        }
        if (backOff.isZero()) {
            throw new IllegalArgumentException("back-off must not be 0");
        }
    }

    /** As the broker takes it. */
    public HalfSettings settings() {
        return new HalfSettings(checkAfter, backOff, checksMax, ageMax, outcomesKept, outcomesMax);
    }
}
