package io.carrick.broker.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * Which consumer owns which message group of a subscription: all messages of a group go to one consumer as long as
 * it is there. Groups are told apart by the hash that entries hold; groups with equal hashes share an owner.
 */
final class MessageGroups {
    /** Groups are told apart by so many bits, which bounds the memory that any number of them takes. */
    private static final int BUCKETS = 1 << 16;

    private final Map<Integer, ActiveConsumer> owners = new HashMap<>();

    /** The owner of a group, null if it has none. */
    ActiveConsumer owner(int group) {
        return owners.get(bucket(group));
    }

    void assign(int group, ActiveConsumer owner) {
        owners.put(bucket(group), owner);
    }

    private static int bucket(int group) {
        return (group ^ group >>> 16) & BUCKETS - 1;
    }

    /** A consumer is gone: its groups are free. */
    void release(ActiveConsumer consumer) {
        owners.values().removeIf(owner -> owner == consumer);
    }
}
