package io.carrick.broker.dispatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which consumer owns which message group of a subscription, and which messages wait for their owner's credit: all
 * messages of a group go to one consumer as long as it is there. Groups are told apart by the hash that entries hold;
 * groups with equal hashes share an owner.
 */
final class MessageGroups {
    /** Groups are told apart by so many bits, which bounds the memory that any number of them takes. */
    private static final int BUCKETS = 1 << 16;

    private final Map<Integer, ActiveConsumer> owners = new HashMap<>();
    private final Set<Long> reserved = new HashSet<>();

    /** The owner of a group, null if it has none. */
    ActiveConsumer owner(int group) {
        return group == 0 ? null : owners.get(bucket(group));
    }

    void assign(int group, ActiveConsumer owner) {
        owners.put(bucket(group), owner);
    }

    private static int bucket(int group) {
        return (group ^ group >>> 16) & BUCKETS - 1;
    }

    /** A message waits for its owner's credit. */
    void reserve(long key, ActiveConsumer owner) {
        owner.reserved().add(key);
        reserved.add(key);
    }

    /** Whether so much waits for that owner that its group must stop. */
    static boolean isFull(ActiveConsumer owner) {
        return owner.reserved().size() >= ActiveConsumer.RESERVED_MAX;
    }

    /** Takes the first message that waits for the owner. */
    void takeFirst(ActiveConsumer owner) {
        reserved.remove(owner.reserved().pollFirst());
    }

    /** Whether the message waits for its owner. */
    boolean isReserved(long key) {
        return !reserved.isEmpty() && reserved.contains(key);
    }

    /**
     * A consumer is gone: its groups are free.
     *
     * @return what has waited for it
     */
    List<Long> release(ActiveConsumer consumer) {
        owners.values().removeIf(owner -> owner == consumer);
        List<Long> keys = List.copyOf(consumer.reserved());
        consumer.reserved().clear();
        keys.forEach(reserved::remove);
        return keys;
    }
}
