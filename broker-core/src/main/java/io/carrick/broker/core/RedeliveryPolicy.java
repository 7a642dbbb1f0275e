package io.carrick.broker.core;

import io.carrick.broker.AddressSettings;

/** When a failed message is tried again, and when no more. */
final class RedeliveryPolicy {
    private RedeliveryPolicy() {}

    /** Whether a message with that many failed attempts is dead. */
    static boolean isDead(AddressSettings settings, int failedAttempts) {
        return settings.deliveryAttemptsMax() > 0 && failedAttempts >= settings.deliveryAttemptsMax();
    }

    /** Whether a message is dead with which a consumer vanished that many times. */
    static boolean isLostTooOften(AddressSettings settings, int losses) {
        return settings.deliveryLossesMax() > 0 && losses >= settings.deliveryLossesMax();
    }

    /** How long to wait after that many failed attempts, in milliseconds. */
    static long delayMillis(AddressSettings settings, int failedAttempts) {
        double delay = settings.redeliveryDelay().toMillis()
                * Math.pow(settings.redeliveryDelayMultiplier(), Math.max(0, failedAttempts - 1));
        return (long) Math.min(delay, settings.redeliveryDelayMax().toMillis());
    }
}
