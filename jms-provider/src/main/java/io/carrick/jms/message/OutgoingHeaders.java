package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;

/**
 * The headers that a producer sets as it sends (Jakarta Messaging 3.1, section 3.4.11).
 *
 * @param messageId null if message ids are disabled
 * @param destination where to
 * @param deliveryMode one of {@link jakarta.jms.DeliveryMode}
 * @param priority 0 to 9
 * @param timestampMillis since the epoch; 0 if time stamps are disabled
 * @param timeToLiveMillis 0 for ever
 * @param expirationMillis since the epoch; 0 for never
 * @param deliveryTimeMillis since the epoch, the earliest time of delivery
 * @param delayed whether that time lies in the future, so that the broker has to be told
 */
public record OutgoingHeaders(
        String messageId,
        CarrickDestination destination,
        int deliveryMode,
        int priority,
        long timestampMillis,
        long timeToLiveMillis,
        long expirationMillis,
        long deliveryTimeMillis,
        boolean delayed) {}
