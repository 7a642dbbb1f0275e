package io.carrick.jms.client;

import io.carrick.jms.wire.InboundDelivery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Messages fetched and not yet taken, in their order. While messages are on their way back to the broker none can be
 * taken, so that none overtakes them. Guarded by the lock of its inbox.
 */
final class Fetched {
    private final Deque<InboundDelivery> ready = new ArrayDeque<>();
    private List<InboundDelivery> returning;

    void add(InboundDelivery delivery) {
        ready.add(delivery);
    }

    /** The message is the next to be taken. */
    void addFirst(InboundDelivery delivery) {
        ready.addFirst(delivery);
    }

    /** Whether one can be taken. */
    boolean isAvailable() {
        return returning == null && !ready.isEmpty();
    }

    /** The next message, which must be available. */
    InboundDelivery take() {
        return ready.remove();
    }

    int size() {
        return ready.size();
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** The link has taken them away. */
    void clear() {
        ready.clear();
    }

    /**
     * Messages taken before are to go back, and those fetched behind them; more may come until that is done.
     *
     * @param attempted in the order in which they were taken
     */
    void beginReturn(List<InboundDelivery> attempted) {
        returning = List.copyOf(attempted);
    }

    boolean isReturning() {
        return returning != null;
    }

    /** What was taken before goes back, and then what was fetched and not taken. */
    void finishReturn(Consumer<InboundDelivery> attempted, Consumer<InboundDelivery> untouched) {
        List<InboundDelivery> first = returning;
        returning = null;
        first.forEach(attempted);
        ready.forEach(untouched);
        ready.clear();
    }

    /** Nothing goes back: over this link nothing is settled. */
    void cancelReturn() {
        returning = null;
    }

    /** The link is gone for good: nothing can go back over it. */
    void abandon() {
        ready.clear();
        returning = null;
    }
}
