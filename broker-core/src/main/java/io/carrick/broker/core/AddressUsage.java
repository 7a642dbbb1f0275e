package io.carrick.broker.core;

import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.Subscription;
import java.util.HashMap;
import java.util.Map;

/** Who has links to which address. */
final class AddressUsage {
    private final Map<Address, Integer> producers = new HashMap<>();
    private final Dispatchers dispatchers;

    AddressUsage(Dispatchers dispatchers) {
        this.dispatchers = dispatchers;
    }

    void producerOpened(Address address) {
        producers.merge(address, 1, Integer::sum);
    }

    void producerClosed(Address address) {
        producers.computeIfPresent(address, (each, count) -> count == 1 ? null : count - 1);
    }

    boolean hasConsumers(Address address) {
        for (Subscription subscription : address.subscriptions()) {
            SubscriptionDispatch dispatch = dispatchers.find(subscription);
            if (dispatch != null && !dispatch.allConsumers().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether producers or consumers have links to it. */
    boolean isUsed(Address address) {
        return producers.containsKey(address) || hasConsumers(address);
    }
}
