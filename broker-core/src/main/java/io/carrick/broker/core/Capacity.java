package io.carrick.broker.core;

import io.carrick.broker.AddressSettings.WhenFull;
import io.carrick.broker.NodeKind;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds queues to their limit of messages: refuses what is too much, or drops the oldest. */
final class Capacity {
    private final BrokerState state;
    private final RecordBatch batch;
    /** Only those with something on its way through the journal. */
    private final Map<Address, UnderWay> underWay = new HashMap<>();

    private final Set<Address> grown = new LinkedHashSet<>();

    Capacity(BrokerState state, RecordBatch batch) {
        this.state = state;
        this.batch = batch;
    }

    static boolean isLimited(Address address) {
        return address.kind() == NodeKind.QUEUE && address.settings().messagesMax() > 0;
    }

    /** Whether one more message may be sent there. */
    boolean admits(Address address) {
        if (!isLimited(address) || address.settings().whenFull() == WhenFull.DROP_OLDEST) {
            return true;
        }
        UnderWay under = underWay.get(address);
        long coming = under == null ? 0 : under.coming;
        return address.only().unsettled() + coming < address.settings().messagesMax();
    }

    /**
     * A message is on its way through the journal.
     *
     * @return to be run when it has arrived or will not come
     */
    Runnable coming(Address address) {
        UnderWay under = underWay.computeIfAbsent(address, each -> new UnderWay());
        under.coming++;
        return () -> {
            under.coming--;
            forgetIfIdle(address, under);
        };
    }

    private void forgetIfIdle(Address address, UnderWay under) {
        if (under.coming == 0 && under.going == 0) {
            underWay.remove(address);
        }
    }

    /** A message has arrived. */
    void arrived(Address address) {
        if (isLimited(address) && address.settings().whenFull() == WhenFull.DROP_OLDEST) {
            grown.add(address);
        }
    }

    /** Drops what is too much. */
    void dropExcess() {
        if (grown.isEmpty()) {
            return;
        }
        List<Address> all = new ArrayList<>(grown);
        grown.clear();
        for (Address address : all) {
            if (!address.deleted()) {
                dropExcess(address);
            }
        }
    }

    private void dropExcess(Address address) {
        UnderWay under = underWay.computeIfAbsent(address, each -> new UnderWay());
        Subscription queue = address.only();
        long excess = queue.unsettled() - under.going - address.settings().messagesMax();
        for (int lane = MessageKey.LANES - 1; lane >= 0 && excess > 0; lane--) {
            excess = dropOldest(address, lane, under, excess);
        }
        forgetIfIdle(address, under);
    }

    private long dropOldest(Address address, int lane, UnderWay under, long excess) {
        MessageQueue messages = address.messages();
        Subscription queue = address.only();
        long left = excess;
        long index = Math.max(queue.watermark(lane), under.droppedBelow[lane]);
        while (left > 0 && messages.uses(lane) && (index = messages.nextLive(lane, index)) < messages.end(lane)) {
            long key = MessageKey.of(lane, index++);
            if (!queue.isSettled(key)) {
                drop(address, key, under);
                left--;
            }
        }
        under.droppedBelow[lane] = index;
        return left;
    }

    private void drop(Address address, long key, UnderWay under) {
        Subscription queue = address.only();
        if (!queue.durable() || MessageKey.memoryOnly(MessageKey.lane(key))) {
            state.settle(queue, key);
            return;
        }
        under.going++;
        batch.settle(queue.id(), key, false);
        batch.whenSettled(() -> {
            under.going--;
            forgetIfIdle(address, under);
        });
    }

    private static final class UnderWay {
        private final long[] droppedBelow = new long[MessageKey.LANES];
        private int coming;
        private int going;
    }
}
