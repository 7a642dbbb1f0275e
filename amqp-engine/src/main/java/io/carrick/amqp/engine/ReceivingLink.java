package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.link;

import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.SessionError;

/** A link over which the peer sends. Used by one thread at a time. */
public final class ReceivingLink extends Link {
    private final long messageSizeMax;
    private final boolean settlesSecond;
    private SenderSettleMode senderMode = SenderSettleMode.MIXED;
    private ReceivingLinkHandler handler = UnheardLink.INSTANCE;
    private int deliveryCount;
    private int credit;
    /** Credit taken back from a sender that may have used it before it heard of that. */
    private int withdrawn;

    private int errantDeliveriesLeft;
    private long lastErrantId = TransferFrame.ABSENT;
    private IncomingDelivery current;
    private boolean settledSoFar;
    private boolean draining;
    private long messageBytes;

    /** A link that the peer attaches; its application minds the size of messages itself. */
    ReceivingLink(Session session, Attach remoteAttach) {
        super(session, remoteAttach);
        messageSizeMax = Long.MAX_VALUE;
        settlesSecond = settlesSecond(remoteAttach);
    }

    /** A link that this side attaches. */
    ReceivingLink(Session session, Attach attach, ReceivingLinkHandler handler) {
        super(session, attach.getName());
        UnsignedLong size = attach.getMaxMessageSize();
        messageSizeMax = size == null || size.equals(UnsignedLong.ZERO) ? Long.MAX_VALUE : limit(size);
        settlesSecond = settlesSecond(attach);
        this.handler = handler;
    }

    private static long limit(UnsignedLong size) {
        return size.longValue() < 0 ? Long.MAX_VALUE : size.longValue();
    }

    /** To be set before the peer's attach is answered. */
    public void handler(ReceivingLinkHandler value) {
        handler = value;
    }

    /** Deliveries that the sender may still begin. */
    public int credit() {
        return credit;
    }

    /**
     * Lets the sender begin that many deliveries from now on, whatever it was allowed before; takes back a {@link
     * #drain()}. Does nothing unless the link is attached.
     */
    public void grant(int deliveries) {
        if (attached()) {
            credit(deliveries);
            draining = false;
            sendFlow();
        }
    }

    private void credit(int deliveries) {
        withdrawn = Math.max(0, credit + withdrawn - deliveries);
        credit = deliveries;
    }

    /**
     * Asks the sender to use up its credit at once, or give it back (part 2, section 2.6.7). {@link
     * ReceivingLinkHandler#drained()} tells when it has; before this returns if there is no credit.
     */
    public void drain() {
        pull(credit);
    }

    /** Grants credit and drains it in one: the sender sends what it has, up to that many deliveries. */
    public void pull(int deliveries) {
        if (attached()) {
            credit(deliveries);
            draining = true;
            if (credit + withdrawn > 0) {
                sendFlow();
            }
            drainedIfDone();
        }
    }

    /** Whether a drain is under way, which the sender may still answer with deliveries. */
    public boolean draining() {
        return draining;
    }

    private void drainedIfDone() {
        if (draining && credit == 0 && current == null && attached()) {
            draining = false;
            withdrawn = 0;
            handler.drained();
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
            abort(delivery);
        } else {
            count(payload);
            if (!transfer.more()) {
                finish(delivery);
            }
            handler.transfer(delivery, payload, transfer.more());
        }
        drainedIfDone();
    }

    private void abort(IncomingDelivery delivery) {
        current = null;
        session().deliveries().forget(delivery);
        delivery.settledRemotely();
        handler.aborted(delivery);
    }

    private void count(ByteBuf payload) throws ProtocolException {
        messageBytes += payload.readableBytes();
        if (messageBytes > messageSizeMax) {
            throw link(
                    LinkError.MESSAGE_SIZE_EXCEEDED,
                    "message of more than the " + messageSizeMax + " bytes that link '" + name() + "' accepts");
        }
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
        useCredit();
        settledSoFar = false;
        messageBytes = 0;
        IncomingDelivery delivery = new IncomingDelivery(
                this,
                (int) transfer.deliveryId(),
                transfer.deliveryTag(),
                Math.max(0, transfer.messageFormat()),
                transfer.resume());
        delivery.settlesSecond(settlesSecond);
        session().deliveries().remember(delivery);
        return delivery;
    }

    private void useCredit() throws ProtocolException {
        if (credit > 0) {
            credit--;
        } else if (withdrawn > 0) {
            withdrawn--;
        } else {
            throw link(LinkError.TRANSFER_LIMIT_EXCEEDED, "transfer without link credit");
        }
        deliveryCount++;
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
            session().deliveries().forget(delivery);
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
        drainedIfDone();
    }

    void answered(IncomingDelivery delivery) {
        if (attached()) {
            session().answered(delivery);
        }
    }

    private void sendFlow() {
        session().writeLinkFlow(localHandle(), SerialNumber.unsigned(deliveryCount), credit, draining);
    }

    @Override
    void prepare(Attach attach) {
        attach.setInitialDeliveryCount(null);
    }

    @Override
    Object remoteTerminus(Attach answer) {
        return answer.getSource();
    }

    @Override
    void opened() {
        senderMode = senderMode(remoteAttach());
        deliveryCount = remoteAttach().getInitialDeliveryCount().intValue();
    }

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
