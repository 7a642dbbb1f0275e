package io.carrick.broker.core;

import io.carrick.broker.TransactionAdministration;
import io.carrick.broker.TransactionAdministration.Traffic;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.PreparedBranch;
import io.carrick.broker.state.Subscription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts messages by the address that they go to, or the queue or subscription that they come from. */
final class TrafficCount {
    private final BrokerState state;
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    private TrafficCount(BrokerState state) {
        this.state = state;
    }

    /** Where the messages go that were sent in a transaction; those that need no record, too, if its work is given. */
    static List<Traffic> sent(BrokerState state, long transactionId, TransactionWork work) {
        TrafficCount count = new TrafficCount(state);
        state.stagedAddresses(transactionId).forEach(count::toAddress);
        if (work != null) {
            work.memorySends().forEach(send -> count.add(send.address().name(), 1));
        }
        return count.found();
    }

    /** Where the messages go that have these addresses. */
    static List<Traffic> to(BrokerState state, List<Long> addressIds) {
        TrafficCount count = new TrafficCount(state);
        addressIds.forEach(count::toAddress);
        return count.found();
    }

    /** Where the messages came from that work has received. */
    static List<Traffic> received(BrokerState state, TransactionWork work) {
        TrafficCount count = new TrafficCount(state);
        work.settlements()
                .forEach(each -> count.add(each.delivery().subscription().name(), 1));
        return count.found();
    }

    /** Where the messages came from that a prepared branch holds. */
    static List<Traffic> received(BrokerState state, PreparedBranch branch) {
        TrafficCount count = new TrafficCount(state);
        branch.accepted().forEach(each -> count.fromSubscription(each.subscriptionId(), each.count()));
        branch.declined().forEach(each -> count.fromSubscription(each.subscriptionId(), 1));
        return count.found();
    }

    private void fromSubscription(long id, int messages) {
        Subscription subscription = state.subscription(id);
        if (subscription != null) {
            add(subscription.name(), messages);
        }
    }

    private void toAddress(long id) {
        Address address = state.addresses().byId(id);
        if (address != null) {
            add(address.name(), 1);
        }
    }

    private void add(String name, int messages) {
        if (counts.size() < TransactionAdministration.ADDRESSES_MAX || counts.containsKey(name)) {
            counts.merge(name, messages, Integer::sum);
        }
    }

    private List<Traffic> found() {
        return counts.entrySet().stream()
                .map(each -> new Traffic(each.getKey(), each.getValue()))
                .toList();
    }
}
