package io.carrick.broker.state;

import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.record.SettledKeys;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All subscriptions by id, and the named ones by their keys. */
final class SubscriptionBook {
    private final Map<Long, Subscription> byId = new HashMap<>();
    private final Map<SubscriptionKey, Subscription> byKey = new HashMap<>();

    void add(Subscription subscription) {
        byId.put(subscription.id(), subscription);
        if (subscription.key() != null) {
            byKey.put(subscription.key(), subscription);
        }
    }

    void remove(Subscription subscription) {
        byId.remove(subscription.id());
        if (subscription.key() != null) {
            byKey.remove(subscription.key());
        }
    }

    /** The subscription with that id, null if there is none. */
    Subscription byId(long id) {
        return byId.get(id);
    }

    /** The named subscription, null if there is none. */
    Subscription byKey(SubscriptionKey key) {
        return byKey.get(key);
    }

    Collection<Subscription> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** Does something with each of these messages whose subscription is still there. */
    void forEach(List<SettledKeys> keys, MessageAction action) {
        for (SettledKeys one : keys) {
            Subscription subscription = byId.get(one.subscriptionId());
            if (subscription != null) {
                for (int i = 0; i < one.count(); i++) {
                    action.run(subscription, one.keys()[i]);
                }
            }
        }
    }

    interface MessageAction {
        void run(Subscription subscription, long key);
    }
}
