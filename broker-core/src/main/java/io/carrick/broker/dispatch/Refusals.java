package io.carrick.broker.dispatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which consumers are not to be given which message again (AMQP 1.0 part 3, section 3.4.5: undeliverable-here). */
final class Refusals {
    private final Map<Long, Set<ActiveConsumer>> byMessage = new HashMap<>();

    void add(long key, ActiveConsumer consumer) {
        byMessage.computeIfAbsent(key, k -> new HashSet<>()).add(consumer);
    }

    boolean contains(long key, ActiveConsumer consumer) {
        Set<ActiveConsumer> refusing = byMessage.isEmpty() ? null : byMessage.get(key);
        return refusing != null && refusing.contains(consumer);
    }

    boolean isEmpty() {
        return byMessage.isEmpty();
    }

    /** The message is gone. */
    void forget(long key) {
        byMessage.remove(key);
    }

    /** The consumer is gone. */
    void forget(ActiveConsumer consumer) {
        byMessage.values().removeIf(refusing -> refusing.remove(consumer) && refusing.isEmpty());
    }
}
