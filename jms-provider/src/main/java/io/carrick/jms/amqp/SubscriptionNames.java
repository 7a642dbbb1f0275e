package io.carrick.jms.amqp;

import io.carrick.jms.wire.ReceiverOptions.SubscriptionOptions;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of the links of topic subscriptions, by the convention of the AMQP clients for JMS, so that subscriptions can be
 * shared with theirs: the name of the subscription, behind a bar what makes it unique within the connection. A broker
 * reads what is in front of the bar.
 *
 * <pre>
 *   unshared durable          sub
 *   shared durable            sub   sub|2   sub|3 …            without client id  sub|global  sub|global2 …
 *   shared, not durable       sub|volatile1 …                  without client id  sub|global-volatile1 …
 * </pre>
 *
 * <p>Used by the I/O thread.
 */
final class SubscriptionNames {
    private final boolean ofClient;
    private final Map<SubscriptionOptions, BitSet> used = new HashMap<>();

    /** @param ofClient whether the connection has a client id that the subscriptions belong to */
    SubscriptionNames(boolean ofClient) {
        this.ofClient = ofClient;
    }

    /** A name that no other link of the connection has, and what gives it back. */
    record Reserved(String name, Runnable release) {}

    Reserved reserve(SubscriptionOptions subscription) {
        if (!subscription.shared()) {
            return new Reserved(subscription.name(), () -> {});
        }
        BitSet numbers = used.computeIfAbsent(subscription, key -> new BitSet());
        int number = numbers.nextClearBit(1);
        numbers.set(number);
        return new Reserved(name(subscription, number), () -> release(subscription, number));
    }

    private void release(SubscriptionOptions subscription, int number) {
        BitSet numbers = used.get(subscription);
        if (numbers != null) {
            numbers.clear(number);
            if (numbers.isEmpty()) {
                used.remove(subscription);
            }
        }
    }

    private String name(SubscriptionOptions subscription, int number) {
        if (!subscription.durable()) {
            return subscription.name() + (ofClient ? "|volatile" : "|global-volatile") + number;
        }
        String name = ofClient ? subscription.name() : subscription.name() + "|global";
        if (number == 1) {
            return name;
        }
        return ofClient ? name + "|" + number : name + number;
    }

    /** The name that finds a durable subscription to delete it. */
    String ofLookup(String subscription) {
        return ofClient ? subscription : subscription + "|global";
    }
}
