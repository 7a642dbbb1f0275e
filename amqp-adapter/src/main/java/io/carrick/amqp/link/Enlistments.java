package io.carrick.amqp.link;

import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.transactions.LocalTransaction;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * Deliveries whose outcome is part of a transaction but which the receiver leaves to the broker to settle: that happens
 * at commit; after a rollback they stay with the receiver (part 4, section 4.4.4).
 */
final class Enlistments {
    private final Map<LocalTransaction, List<Enlisted>> byTransaction = new IdentityHashMap<>();

    private record Enlisted(OutgoingDelivery delivery, DeliveryState outcome) {}

    void add(LocalTransaction transaction, OutgoingDelivery delivery, DeliveryState outcome) {
        byTransaction.computeIfAbsent(transaction, key -> new ArrayList<>()).add(new Enlisted(delivery, outcome));
    }

    void committed(LocalTransaction transaction) {
        List<Enlisted> enlisted = byTransaction.remove(transaction);
        if (enlisted != null) {
            enlisted.forEach(each -> each.delivery.settle(each.outcome));
        }
    }

    void rolledBack(LocalTransaction transaction) {
        byTransaction.remove(transaction);
    }
}
