package io.carrick.jms.client;

import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a session has delivered and not acknowledged, in order, and what acknowledging means in its mode (Jakarta
 * Messaging 3.1, section 6.2.10).
 *
 * <p>Messages that a failover has taken away are acknowledged without complaint, as with other providers: the broker
 * delivers them again, marked as redelivered. Thread-safe.
 */
final class Acknowledgements {
    private final AckMode mode;
    private final List<Delivery> open = new ArrayList<>();
    private boolean closed;

    Acknowledgements(AckMode mode) {
        this.mode = mode;
    }

    /** A message is given to the application. */
    synchronized void delivered(Delivery delivery) {
        if (mode == AckMode.NONE) {
            delivery.settle(Settlement.ACCEPTED, null);
        } else {
            open.add(delivery);
        }
    }

    /** The application has it: {@code receive} is about to return, or the listener has returned. */
    synchronized void processed(Delivery delivery) {
        if (mode.isAutomatic() && removeLast(delivery)) {
            delivery.settle(Settlement.ACCEPTED, null);
        }
    }

    /**
     * The listener has thrown: with automatic acknowledgement, the message is delivered again at once (section
     * 8.7); otherwise nothing happens.
     */
    synchronized void failed(Delivery delivery) {
        if (mode.isAutomatic() && removeLast(delivery)) {
            delivery.inbox().restart(List.of(delivery.wire()));
        }
    }

    /** {@code Message.acknowledge} is called. */
    synchronized void acknowledge(Delivery delivery, Settlement settlement) throws JMSException {
        if (closed) {
            throw new IllegalStateException("The session of the message is closed");
        }
        if (mode == AckMode.CLIENT) {
            settleAll(settlement, null);
        } else if (mode == AckMode.INDIVIDUAL && open.remove(delivery)) {
            delivery.settle(settlement, null);
        }
    }

    /** Acknowledges everything delivered so far. */
    synchronized void acknowledgeAll() {
        settleAll(Settlement.ACCEPTED, null);
    }

    /** Acknowledges everything delivered so far, within a transaction. */
    synchronized void acknowledgeAll(WireTransaction transaction) {
        settleAll(Settlement.ACCEPTED, transaction);
    }

    /** Whether something was delivered and not acknowledged. */
    synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    /** Whether a failover took something away that was delivered and not acknowledged. */
    synchronized boolean hasLost() {
        return open.stream().anyMatch(delivery -> !delivery.wire().isCurrent());
    }

    /** Everything delivered and not acknowledged is delivered again, in its order. */
    synchronized void restart() {
        Map<Inbox, List<InboundDelivery>> attempted = new LinkedHashMap<>();
        open.forEach(delivery -> attempted
                .computeIfAbsent(delivery.inbox(), inbox -> new ArrayList<>())
                .add(delivery.wire()));
        open.clear();
        attempted.forEach(Inbox::restart);
    }

    /** The session ends: what was not acknowledged goes back to the broker as attempts that failed. */
    synchronized void close() {
        closed = true;
        settleAll(Settlement.FAILED, null);
    }

    private boolean removeLast(Delivery delivery) {
        int last = open.size() - 1;
        if (last >= 0 && open.get(last) == delivery) {
            open.remove(last);
            return true;
        }
        return open.remove(delivery);
    }

    private void settleAll(Settlement settlement, WireTransaction transaction) {
        open.forEach(delivery -> delivery.settle(settlement, transaction));
        open.clear();
    }
}
