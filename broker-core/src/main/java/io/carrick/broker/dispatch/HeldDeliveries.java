package io.carrick.broker.dispatch;

import io.carrick.broker.state.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the consumers of a subscription hold, what of it is on its way back, and what nobody is to get. */
final class HeldDeliveries {
    private final Map<Long, HeldDelivery> byKey = new HashMap<>();
    private final Set<Long> passedOver = new HashSet<>();
    private int comingBack;

    void add(HeldDelivery delivery) {
        byKey.put(delivery.key(), delivery);
    }

    /** A delivery is over: settled, or released without a trace. */
    void end(HeldDelivery delivery) {
        delivery.state(HeldDelivery.State.DONE);
        byKey.remove(delivery.key());
    }

    /** A delivery is over, and its message is given to nobody any more. */
    void passOver(HeldDelivery delivery) {
        end(delivery);
        passedOver.add(delivery.key());
    }

    /** A delivery is on its way back through the journal. */
    void comingBack(HeldDelivery delivery) {
        delivery.state(HeldDelivery.State.RETURNING);
        comingBack++;
    }

    /** Whether something is on its way back. */
    boolean isAwaited() {
        return comingBack > 0;
    }

    /**
     * A message has come back.
     *
     * @return false if it is still held: only its counts have changed
     */
    boolean cameBack(long key) {
        HeldDelivery delivery = byKey.get(key);
        if (delivery == null) {
            return true;
        }
        if (delivery.state() != HeldDelivery.State.RETURNING) {
            return false;
        }
        end(delivery);
        comingBack--;
        return true;
    }

    boolean contains(long key) {
        return byKey.containsKey(key);
    }

    /** Whether the message is neither held nor passed over. */
    boolean isFree(long key) {
        return !byKey.containsKey(key) && (passedOver.isEmpty() || !passedOver.contains(key));
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** The message lies at another place of the log now. */
    void relocated(long key, Place place) {
        HeldDelivery delivery = byKey.get(key);
        if (delivery != null) {
            delivery.place(place);
        }
    }

    Collection<HeldDelivery> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    /** What one consumer holds, in the order of dispatch. */
    List<HeldDelivery> of(ActiveConsumer consumer) {
        List<HeldDelivery> mine = new ArrayList<>();
        for (HeldDelivery delivery : byKey.values()) {
            if (delivery.holder() == consumer) {
                mine.add(delivery);
            }
        }
        mine.sort((a, b) -> Long.compare(a.key(), b.key()));
        return mine;
    }
}
