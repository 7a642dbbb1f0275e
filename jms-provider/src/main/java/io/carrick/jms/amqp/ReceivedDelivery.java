package io.carrick.jms.amqp;

import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** A message that came, and its settlement on the way to the I/O thread. Settled once. */
final class ReceivedDelivery extends Handover.Task implements InboundDelivery {
    private static final AtomicIntegerFieldUpdater<ReceivedDelivery> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(ReceivedDelivery.class, "settled");
    private static final Rejected REJECTED = new Rejected();
    private static final Modified FAILED = modified(false);
    private static final Modified FAILED_HERE = modified(true);

    private final AmqpReceiver receiver;
    private final IncomingDelivery delivery;
    private final int attachment;
    private final byte[] encoded;
    private volatile int settled;
    private Settlement settlement;
    private AmqpTransaction transaction;

    /** @param attachment which of the successive attachments of the receiver it came over */
    ReceivedDelivery(AmqpReceiver receiver, IncomingDelivery delivery, int attachment, byte[] encoded) {
        this.receiver = receiver;
        this.delivery = delivery;
        this.attachment = attachment;
        this.encoded = encoded;
    }

    private static Modified modified(boolean here) {
        Modified modified = new Modified();
        modified.setDeliveryFailed(true);
        modified.setUndeliverableHere(here);
        return modified;
    }

    @Override
    public byte[] encoded() {
        return encoded;
    }

    @Override
    public boolean isCurrent() {
        return receiver.isCurrent(attachment);
    }

    /** Notes the settlement, to be handed over; false if it is settled already. Any thread. */
    boolean settle(Settlement how, AmqpTransaction within) {
        if (!SETTLED.compareAndSet(this, 0, 1)) {
            return false;
        }
        settlement = how;
        transaction = within;
        return true;
    }

    @Override
    void run() {
        if (transaction == null) {
            if (isCurrent()) {
                delivery.settle((DeliveryState) outcome());
            }
            return;
        }
        transaction.workBegun();
        receiver.settlingBegun();
        if (transaction.isDeclared() || transaction.isDoomed()) {
            settleWithin();
        } else {
            transaction.whenDeclared(this::settleWithin);
        }
    }

    private void settleWithin() {
        if (!isCurrent()) {
            transaction.doom(Failures.rolledBack("the broker delivers a message again that belongs to it", null));
        } else if (!transaction.isDoomed()) {
            delivery.settle(transaction.state(outcome()));
            transaction.settledOver(receiver.session());
        }
        transaction.workDone();
        receiver.settlingDone();
    }

    private Outcome outcome() {
        return switch (settlement) {
            case ACCEPTED -> Accepted.getInstance();
            case REJECTED -> REJECTED;
            case RELEASED -> Released.getInstance();
            case FAILED -> FAILED;
            case FAILED_HERE -> FAILED_HERE;
        };
    }
}
