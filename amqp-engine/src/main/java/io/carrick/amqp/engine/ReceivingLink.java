package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.link;

import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.SessionError;

/** A link over which the peer sends. */
public final class ReceivingLink extends Link {
    private final SenderSettleMode senderMode;
    private final boolean settlesSecond;
    private ReceivingLinkHandler handler;
    private int deliveryCount;
    private int credit;
    private int errantDeliveriesLeft;
    private long lastErrantId = TransferFrame.ABSENT;
    private IncomingDelivery current;
    private boolean settledSoFar;

    ReceivingLink(Session session, Attach attach) {
        super(session, attach);
        senderMode = senderMode(attach);
        settlesSecond = settlesSecond(attach);
        deliveryCount = attach.getInitialDeliveryCount().intValue();
    }

    /** To be set before the attach is answered. */
    public void handler(ReceivingLinkHandler value) {
        handler = value;
    }

    /** Deliveries that the sender may still begin. */
    public int credit() {
        return credit;
    }

    /** Lets the sender begin that many deliveries from now on. */
    public void grant(int deliveries) {
        if (attached()) {
            credit = deliveries;
            sendFlow();
        }
    }

    void receive(TransferFrame transfer, ByteBuf payload) throws ProtocolException {
        if (detachSent()) {
            discard(transfer);
            return;
        }
        IncomingDelivery delivery = current == null ? begin(transfer) : proceed(transfer);
        current = delivery;
        readSettlement(transfer, delivery);
        if (transfer.aborted()) {
            current = null;
            session().forget(delivery);
            delivery.settledRemotely();
            handler.aborted(delivery);
            return;
        }
        if (!transfer.more()) {
            finish(delivery);
        }
        handler.transfer(delivery, payload, transfer.more());
    }

    /**
     * Drops a transfer that was under way when this side detached. Section 2.6.5 asks to end the session for any
     * input to a link that was detached with an error; senders that do not wait for each outcome would lose their
     * session with every refused message. So as many deliveries are forgiven as the sender had credit for.
     */
    private void discard(TransferFrame transfer) throws ProtocolException {
        boolean continues = transfer.deliveryId() < 0 || transfer.deliveryId() == lastErrantId;
        if (continues || !detachedWithError()) {
            return;
        }
        lastErrantId = transfer.deliveryId();
        if (errantDeliveriesLeft-- <= 0) {
            throw ProtocolException.session(
                    SessionError.ERRANT_LINK, "transfer on link '" + name() + "' after it was detached");
        }
    }

    private IncomingDelivery begin(TransferFrame transfer) throws ProtocolException {
        if (transfer.deliveryId() < 0) {
            throw link(AmqpError.INVALID_FIELD, "the first transfer of a delivery lacks its delivery-id");
        }
        if (transfer.deliveryTag() == null) {
            throw link(AmqpError.INVALID_FIELD, "the first transfer of a delivery lacks its delivery-tag");
        }
        if (credit == 0) {
            throw link(LinkError.TRANSFER_LIMIT_EXCEEDED, "transfer without link credit");
        }
        credit--;
        deliveryCount++;
        settledSoFar = false;
        IncomingDelivery delivery = new IncomingDelivery(
                this,
                (int) transfer.deliveryId(),
                transfer.deliveryTag(),
                Math.max(0, transfer.messageFormat()),
                transfer.resume());
        delivery.settlesSecond(settlesSecond);
        session().remember(delivery);
        return delivery;
    }

    private IncomingDelivery proceed(TransferFrame transfer) throws ProtocolException {
        boolean otherId = transfer.deliveryId() >= 0 && (int) transfer.deliveryId() != current.id();
        boolean otherTag = transfer.deliveryTag() != null && !Arrays.equals(transfer.deliveryTag(), current.tag());
        if (otherId || otherTag) {
            throw link(
                    AmqpError.NOT_ALLOWED,
                    "transfer of another delivery before delivery " + SerialNumber.unsigned(current.id())
                            + " was complete");
        }
        return current;
    }

    private void readSettlement(TransferFrame transfer, IncomingDelivery delivery) throws ProtocolException {
        if (Boolean.TRUE.equals(transfer.settled())) {
            if (senderMode == SenderSettleMode.UNSETTLED) {
                throw link(AmqpError.INVALID_FIELD, "settled transfer on a link with snd-settle-mode unsettled");
            }
            settledSoFar = true;
        }
        if (transfer.settlesSecond() != null) {
            if (transfer.settlesSecond() && !settlesSecond) {
                throw link(AmqpError.INVALID_FIELD, "rcv-settle-mode second on a link with rcv-settle-mode first");
            }
            delivery.settlesSecond(transfer.settlesSecond());
        }
        if (transfer.state() != null) {
            delivery.remoteState(transfer.state());
        }
    }

    private void finish(IncomingDelivery delivery) throws ProtocolException {
        if (senderMode == SenderSettleMode.SETTLED && !settledSoFar) {
            throw link(AmqpError.INVALID_FIELD, "unsettled transfer on a link with snd-settle-mode settled");
        }
        current = null;
        delivery.completed();
        if (settledSoFar) {
            delivery.settledRemotely();
            session().forget(delivery);
        }
    }

    void flow(FlowFrame flow) {
        if (!attached()) {
            return;
        }
        if (flow.deliveryCount() >= 0) {
            int advanced = (int) flow.deliveryCount() - deliveryCount;
            if (advanced > 0) {
                credit = Math.max(0, credit - advanced);
                deliveryCount = (int) flow.deliveryCount();
            }
        }
        if (flow.echo()) {
            sendFlow();
        }
    }

    void answered(IncomingDelivery delivery) {
        if (attached()) {
            session().answered(delivery);
        }
    }

    private void sendFlow() {
        session().writeLinkFlow(localHandle(), SerialNumber.unsigned(deliveryCount), credit, false);
    }

    @Override
    void prepare(Attach reply) {
        reply.setInitialDeliveryCount(null);
    }

    @Override
    void opened() {}

    @Override
    void released() {
        errantDeliveriesLeft = credit;
        lastErrantId = current == null ? TransferFrame.ABSENT : SerialNumber.unsigned(current.id());
        current = null;
    }

    @Override
    LinkHandler handler() {
        return handler;
    }
}
