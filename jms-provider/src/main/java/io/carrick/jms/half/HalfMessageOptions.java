package io.carrick.jms.half;

import jakarta.jms.Message;
import java.time.Duration;
import java.util.Objects;

/**
 * How a half message is sent. Immutable. Half messages are always persistent.
 *
 * @param checkAfter after what time without decision the group is asked; null as the broker is configured. Only that of
 *     the first message of a half id counts
 * @param priority 0 to 9
 * @param timeToLive from the time of sending; zero for ever
 * @param deliveryDelay from the time of sending
 */
public record HalfMessageOptions(Duration checkAfter, int priority, Duration timeToLive, Duration deliveryDelay) {
    public static final HalfMessageOptions DEFAULT =
            new HalfMessageOptions(null, Message.DEFAULT_PRIORITY, Duration.ZERO, Duration.ZERO);

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    /** @throws IllegalArgumentException if a duration is negative, or the priority none */
    public HalfMessageOptions {
        notNegative("check-after", checkAfter == null ? Duration.ZERO : checkAfter);
        notNegative("time to live", timeToLive);
        notNegative("delivery delay", deliveryDelay);
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("The priority is not within 0 to 9: " + priority);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException("The " + name + " is negative: " + value);
        }
    }

    /** In whole milliseconds; what is not zero is at least one, and what is longer than can be told is for ever. */
    static long millis(Duration value) {
        if (value.isZero()) {
            return 0;
        }
        return value.compareTo(LONGEST) >= 0 ? LONGEST.toMillis() : Math.max(1, value.toMillis());
    }

    public HalfMessageOptions withCheckAfter(Duration value) {
        return new HalfMessageOptions(value, priority, timeToLive, deliveryDelay);
    }

    public HalfMessageOptions withPriority(int value) {
        return new HalfMessageOptions(checkAfter, value, timeToLive, deliveryDelay);
    }

    public HalfMessageOptions withTimeToLive(Duration value) {
        return new HalfMessageOptions(checkAfter, priority, value, deliveryDelay);
    }

    public HalfMessageOptions withDeliveryDelay(Duration value) {
        return new HalfMessageOptions(checkAfter, priority, timeToLive, value);
    }
}
