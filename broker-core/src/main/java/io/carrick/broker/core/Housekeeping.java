package io.carrick.broker.core;

import io.carrick.broker.NodeKind;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does now and then what has no hurry: deletes addresses that came by use and are neither used nor needed any more,
 * dooms branches that were not prepared in time, and parks old half messages.
 */
final class Housekeeping {
    private static final long EVERY_MILLIS = 1000;
    private static final long UNUSED_MILLIS = 30_000;

    private final BrokerState state;
    private final AddressUsage usage;
    private final AddressLifecycle addresses;
    private final XaBranches branches;
    private final HalfChecks halfChecks;
    private final Map<Address, Long> unusedSince = new HashMap<>();
    private long next;

    Housekeeping(
            BrokerState state,
            AddressUsage usage,
            AddressLifecycle addresses,
            XaBranches branches,
            HalfChecks halfChecks) {
        this.state = state;
        this.usage = usage;
        this.addresses = addresses;
        this.branches = branches;
        this.halfChecks = halfChecks;
    }

    /** Looks around if it is time. */
    void run(long now, Iterable<CoreConnection> connections) {
        if (now < next) {
            return;
        }
        next = now + EVERY_MILLIS;
        for (CoreConnection connection : connections) {
            connection.temporaries().forEach(CoreTemporaryNode::deleteIfDue);
        }
        deleteUnused(now);
        branches.expire(now);
        halfChecks.parkOld(now);
    }

    private void deleteUnused(long now) {
        List<Address> due = new ArrayList<>();
        unusedSince.keySet().removeIf(Address::deleted);
        for (Address address : state.addresses().all()) {
            if (!isUnneeded(address)) {
                unusedSince.remove(address);
            } else if (now - unusedSince.computeIfAbsent(address, each -> now) >= UNUSED_MILLIS) {
                due.add(address);
            }
        }
        for (Address address : due) {
            unusedSince.remove(address);
            addresses.deleteIf(address, () -> isUnneeded(address));
        }
    }

    private boolean isUnneeded(Address address) {
        return address.autoCreated()
                && !address.temporary()
                && address.settings().autoDelete()
                && !usage.isUsed(address)
                && isEmpty(address);
    }

    private static boolean isEmpty(Address address) {
        if (address.kind() == NodeKind.TOPIC) {
            return address.subscriptions().isEmpty();
        }
        Subscription queue = address.only();
        return queue.unsettled() == 0;
    }
}
