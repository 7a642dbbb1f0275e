package io.carrick.broker.core;

import io.carrick.broker.state.Address;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.Subscription;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the order of messages that are not durable when memory for them runs out: once one of an address and priority
 * went through the log instead, those behind it follow, until none is left there that they could overtake. (Those in
 * memory are dispatched before those in the log.)
 */
final class MemoryOverflow {
    private final Map<Lane, InFlight> overflowing = new HashMap<>();

    /** Whether a message that is not durable must go through the log. */
    boolean takes(Address address, int priority, boolean memoryFull) {
        Lane lane = new Lane(address, priority);
        InFlight inFlight = overflowing.get(lane);
        if (inFlight == null && !memoryFull) {
            return false;
        }
        if (inFlight != null && !memoryFull && inFlight.count == 0 && isDrained(lane)) {
            overflowing.remove(lane);
            return false;
        }
        if (inFlight == null) {
            forgetDrained();
            overflowing.put(lane, new InFlight());
        }
        return true;
    }

    /**
     * Such a message is on its way.
     *
     * @return to be run when it has arrived
     */
    Runnable sent(Address address, int priority) {
        InFlight inFlight = overflowing.computeIfAbsent(new Lane(address, priority), each -> new InFlight());
        inFlight.count++;
        return () -> inFlight.count--;
    }

    private static boolean isDrained(Lane overflown) {
        int lane = MessageKey.lane(overflown.priority, false);
        for (Subscription subscription : overflown.address.subscriptions()) {
            if (subscription.watermark(lane) < overflown.address.messages().end(lane)) {
                return false;
            }
        }
        return true;
    }

    private void forgetDrained() {
        overflowing
                .entrySet()
                .removeIf(each ->
                        each.getValue().count == 0 && (each.getKey().address.deleted() || isDrained(each.getKey())));
    }

    private record Lane(Address address, int priority) {}

    private static final class InFlight {
        private int count;
    }
}
