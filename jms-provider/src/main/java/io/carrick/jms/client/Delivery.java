package io.carrick.jms.client;

import io.carrick.jms.message.Acknowledger;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;

/** A message taken from an inbox, for a session. */
record Delivery(InboundDelivery wire, Inbox inbox, Acknowledgements acknowledgements) implements Acknowledger {
    void settle(Settlement settlement, WireTransaction transaction) {
        inbox.settle(wire, settlement, transaction);
    }

    @Override
    public void acknowledge(InboundDelivery same, Settlement settlement) throws JMSException {
        acknowledgements.acknowledge(this, settlement);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
