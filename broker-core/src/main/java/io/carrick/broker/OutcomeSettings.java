package io.carrick.broker;

import java.time.Duration;

/**
 * How long the outcomes of distributed transactions are remembered, so that a late or repeated question is answered
 * truthfully.
 *
 * @param kept how long at least, as long as there are no more than {@code max}
 * @param max outcomes remembered; each takes 32 bytes of memory
 */
public record OutcomeSettings(Duration kept, int max) {
    /** 24 hours, 200,000 outcomes. */
    public static final OutcomeSettings DEFAULT = new OutcomeSettings(Duration.ofHours(24), 200_000);
}
