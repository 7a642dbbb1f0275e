package io.carrick.broker.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * Which consumer owns which message group of a subscription: all messages of a group go to one consumer as long as
 * it is there. Groups are told apart by the hash that entries hold; groups with equal hashes share an owner.
 */
final class MessageGroups {
    private final Map<Integer, ActiveConsumer> owners = new HashMap<>();

    /** The owner of a group, null if it has none. */
    ActiveConsumer owner(int group) {
        return owners.get(group);
    }

    void assign(int group, ActiveConsumer owner) {
        owners.put(group, owner);
    }

    /** A consumer is gone: its groups are free. */
    void release(ActiveConsumer consumer) {
        owners.values().removeIf(owner -> owner == consumer);
    }
}
