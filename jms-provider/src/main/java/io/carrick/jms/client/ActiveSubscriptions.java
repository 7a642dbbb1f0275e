package io.carrick.jms.client;

import io.carrick.jms.wire.ReceiverOptions.SubscriptionOptions;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/**
 * The named subscriptions that a connection consumes from: an unshared one has one consumer at most, and none that is
 * being consumed from can be unsubscribed (Jakarta Messaging 3.1, sections 8.3.3 and 8.3.6). Thread-safe.
 */
final class ActiveSubscriptions {
    private final List<SubscriptionOptions> active = new ArrayList<>();

    synchronized void begin(Subscription subscription) throws JMSException {
        SubscriptionOptions named = subscription.named();
        if (named == null) {
            return;
        }
        for (SubscriptionOptions other : active) {
            if (other.name().equals(named.name())
                    && other.durable() == named.durable()
                    && !(other.shared() && named.shared())) {
                throw new IllegalStateException("The subscription " + named.name() + " already has a consumer"
                        + (other.shared() == named.shared() ? "" : ", of another kind"));
            }
        }
        active.add(named);
    }

    synchronized void end(Subscription subscription) {
        if (subscription.named() != null) {
            active.remove(subscription.named());
        }
    }

    synchronized void checkUnsubscribe(String name) throws JMSException {
        if (active.stream().anyMatch(named -> named.durable() && named.name().equals(name))) {
            throw new IllegalStateException("The subscription " + name + " has a consumer");
        }
    }
}
