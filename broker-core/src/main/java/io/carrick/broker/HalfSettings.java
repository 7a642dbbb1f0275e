package io.carrick.broker;

import java.time.Duration;

/**
 * How half messages are asked for and kept.
 *
 * @param checkAfter when a group is asked for the first time if the message does not say
 * @param backOff time between an answer of "unknown" and the next question
 * @param checksMax answers of "unknown" after which a half message is parked
 * @param ageMax age at which it is parked whatever was answered
 * @param outcomesKept how long at least an outcome is remembered, as long as there are no more than {@code outcomesMax}
 * @param outcomesMax outcomes remembered; each takes 32 bytes of memory, and each message of a half id counts
 */
public record HalfSettings(
        Duration checkAfter, Duration backOff, int checksMax, Duration ageMax, Duration outcomesKept, int outcomesMax) {
    /** First question after 6 s, then every 30 s; parked after 15 answers or 72 h; outcomes kept for 24 h. */
    public static final HalfSettings DEFAULT = new HalfSettings(
            Duration.ofSeconds(6), Duration.ofSeconds(30), 15, Duration.ofHours(72), Duration.ofHours(24), 500_000);
}
