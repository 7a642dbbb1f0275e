package io.carrick.broker;

/**
 * How a message is prepared as a half message, or as one of several that share an id and have one outcome.
 *
 * @param id the half id, unique within the group as long as outcomes are remembered
 * @param group the producer group that knows the outcome
 * @param checkAfterMillis when the group is asked for the first time, counted from the first message of the id;
 *     negative for the broker's setting
 * @param deliveryTag tells a message without an id from another, so that a repeat is not stored twice; any text
 */
public record HalfTerms(String id, String group, long checkAfterMillis, String deliveryTag) {
    /** Most characters of an id, and of a group. */
    public static final int NAME_MAX = 255;
}
