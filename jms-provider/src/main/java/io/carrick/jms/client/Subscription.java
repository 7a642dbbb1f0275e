package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.ReceiverOptions.SubscriptionOptions;

/**
 * What a consumer consumes.
 *
 * @param destination where from
 * @param selector null for every message
 * @param noLocal whether messages of the same connection are left out
 * @param named null for a queue, and for a topic consumer of its own that is not durable
 */
record Subscription(CarrickDestination destination, String selector, boolean noLocal, SubscriptionOptions named) {
    /** Whether its messages could not be got by another consumer. */
    boolean isSole() {
        return destination.kind().isTopic() && (named == null || !named.shared());
    }

    boolean isDurable() {
        return named != null && named.durable();
    }
}
