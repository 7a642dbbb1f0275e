package io.carrick.amqp.engine;

import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** A link over which the peer receives. Used by one thread at a time. */
public final class SendingLink extends Link {
    /** What a transfer needs without its payload as a rule: frame header, list, handle, ids, a tag, an empty state. */
    private static final int TRANSFER_BYTES_HINT = 80;

    private SendingLinkHandler handler = UnheardLink.INSTANCE;
    private int deliveryCount;
    private int nextTag;
    private int credit;
    private boolean drain;
    private boolean waiting;
    private OutgoingDelivery current;
    private TransferFrame header;
    private Payload payload;
    private boolean begun;

    /** A link that the peer attaches. */
    SendingLink(Session session, Attach remoteAttach) {
        super(session, remoteAttach);
    }

    /** A link that this side attaches. */
    SendingLink(Session session, Attach attach, SendingLinkHandler handler) {
        super(session, attach.getName());
        this.handler = handler;
    }

    /** To be set before the peer's attach is answered. */
    public void handler(SendingLinkHandler value) {
        handler = value;
    }

    /** The application's handler. */
    public SendingLinkHandler application() {
        return handler;
    }

    /** Deliveries that may still be begun. */
    public int credit() {
        return credit;
    }

    /** Whether the receiver wants its credit used up or given back at once (part 2, section 2.6.7). */
    public boolean drain() {
        return drain;
    }

    /**
     * Whether a delivery may be begun now. If only the session's window or the socket is in the way, {@link
     * SendingLinkHandler#sendable()} is called when that is over.
     */
    public boolean ready() {
        return attached() && current == null && credit > 0 && roomOrWait();
    }

    /**
     * The deliveries that neither side has settled, in the order in which they were sent. Complete also while {@link
     * LinkHandler#detached} tells the end of the link; empty after it.
     */
    public List<OutgoingDelivery> unsettled() {
        return session().deliveries().of(this);
    }

    /** Whether a delivery has been begun of which not all parts are sent. */
    public boolean sending() {
        return current != null;
    }

    /**
     * Begins a delivery; only when {@link #ready()}. What does not fit now is sent later by itself.
     *
     * @param tag at most 32 bytes, unique among the unsettled deliveries of the link
     * @param settled whether the receiver need not answer
     * @param resume whether it continues a delivery of an earlier attachment
     * @param state for a resumed delivery, accepted or released; a transactional state; or null
     * @param context returned by {@link OutgoingDelivery#context()}
     */
    public OutgoingDelivery send(
            byte[] tag,
            boolean settled,
            long messageFormat,
            boolean resume,
            DeliveryState state,
            Payload contents,
            Object context) {
        credit--;
        deliveryCount++;
        int id = session().deliveries().nextId();
        OutgoingDelivery delivery = new OutgoingDelivery(this, id, tag, settled, context);
        header = new TransferFrame(
                localHandle(),
                SerialNumber.unsigned(id),
                tag,
                messageFormat,
                settled,
                false,
                null,
                state,
                resume,
                false);
        current = delivery;
        payload = contents;
        begun = false;
        if (!settled) {
            session().deliveries().remember(delivery);
        }
        proceed();
        return delivery;
    }

    /**
     * Begins a delivery of a message in the standard format, with a tag made here; only when {@link #ready()}. What does
     * not fit now is sent later by itself.
     *
     * @param settled whether the receiver need not answer
     * @param state a transactional state, or null
     * @param context returned by {@link OutgoingDelivery#context()}
     */
    public OutgoingDelivery send(Payload contents, boolean settled, DeliveryState state, Object context) {
        return send(newTag(), settled, 0, false, state, contents, context);
    }

    /** Unique on this link until four thousand million deliveries later. */
    private byte[] newTag() {
        int n = nextTag++;
        if (n >>> 8 == 0) {
            return new byte[] {(byte) n};
        }
        if (n >>> 16 == 0) {
            return new byte[] {(byte) (n >> 8), (byte) n};
        }
        return new byte[] {(byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n};
    }

    /** Gives back the credit that is left if the receiver drains; to be called when there is nothing to send. */
    public void drained() {
        if (attached() && drain) {
            deliveryCount += credit;
            credit = 0;
            session().writeLinkFlow(localHandle(), SerialNumber.unsigned(deliveryCount), 0, true);
            drain = false;
        }
    }

    /** Sends as much of the current delivery as there is room for. */
    private void proceed() {
        while (current != null && roomOrWait()) {
            try {
                writeFrame();
            } catch (UncheckedIOException e) {
                failCurrent(e);
            }
        }
    }

    /** The rest of the current delivery cannot be had: takes back what was not sent, aborts what was. */
    private void failCurrent(UncheckedIOException cause) {
        OutgoingDelivery failed = current;
        if (begun) {
            abort();
        } else {
            credit++;
            deliveryCount--;
            session().deliveries().takeBackId();
        }
        session().deliveries().forget(failed);
        failed.fail();
        endCurrent();
        handler.failed(failed, cause);
    }

    private void abort() {
        ByteBuf out = output().buffer(TRANSFER_BYTES_HINT);
        int start = PerformativeWriter.startTransfer(out, session().localChannel(), following(header, true));
        PerformativeWriter.finishTransfer(out, start);
        session().sent();
    }

    private boolean roomOrWait() {
        if (session().canSend()) {
            return true;
        }
        if (!waiting) {
            waiting = true;
            session().awaitRoom(this);
        }
        return false;
    }

    private void writeFrame() {
        int frameSizeMax = session().connection().peerFrameSizeMax();
        long remaining = payload.remaining();
        ByteBuf out = output().buffer((int) Math.min(frameSizeMax, remaining + TRANSFER_BYTES_HINT));
        int before = out.writerIndex();
        int start = PerformativeWriter.startTransfer(out, session().localChannel(), header);
        int room = frameSizeMax - (out.writerIndex() - before);
        boolean more = remaining > room;
        if (more && room <= 0) {
            out.writerIndex(before);
            fail(Errors.of(AmqpError.FRAME_SIZE_TOO_SMALL, "a delivery's state fills the peer's maximum frame size"));
            return;
        }
        if (more) {
            out.writerIndex(before);
            start = PerformativeWriter.startTransfer(out, session().localChannel(), withMore(header));
        }
        try {
            payload.takeInto(out, more ? room : (int) remaining);
        } catch (UncheckedIOException e) {
            out.writerIndex(before);
            throw e;
        }
        PerformativeWriter.finishTransfer(out, start);
        session().sent();
        begun = true;
        if (more) {
            header = following(header, false);
        } else {
            endCurrent();
        }
    }

    private void endCurrent() {
        Payload done = payload;
        current = null;
        payload = null;
        header = null;
        done.release();
    }

    private static TransferFrame withMore(TransferFrame t) {
        return new TransferFrame(
                t.handle(),
                t.deliveryId(),
                t.deliveryTag(),
                t.messageFormat(),
                t.settled(),
                true,
                null,
                t.state(),
                t.resume(),
                false);
    }

    /** A frame after the first, which says little again (part 2, section 2.7.5). */
    private static TransferFrame following(TransferFrame t, boolean aborted) {
        return new TransferFrame(
                t.handle(),
                TransferFrame.ABSENT,
                null,
                TransferFrame.ABSENT,
                t.settled(),
                false,
                null,
                null,
                t.resume(),
                aborted);
    }

    /** There is room again. */
    void roomAvailable() {
        waiting = false;
        proceed();
        if (current == null && attached()) {
            handler.sendable();
        }
    }

    void flow(FlowFrame flow) {
        if (flow.linkCredit() >= 0) {
            int seen = flow.deliveryCount() < 0 ? 0 : (int) flow.deliveryCount();
            long allowed = flow.linkCredit() + (seen - deliveryCount);
            credit = (int) Math.max(0, Math.min(Integer.MAX_VALUE, allowed));
        }
        drain = flow.drain();
        if (attached()) {
            handler.flow();
            if (flow.echo()) {
                session().writeLinkFlow(localHandle(), SerialNumber.unsigned(deliveryCount), credit, drain);
            }
        }
    }

    @Override
    Object remoteTerminus(Attach answer) {
        return answer.getTarget();
    }

    void settled(OutgoingDelivery delivery, DeliveryState state) {
        session().settled(delivery, state);
    }

    @Override
    void prepare(Attach attach) {
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
    }

    /** A flow may have come before the attach was answered. */
    @Override
    void opened() {
        if (credit > 0 || drain) {
            handler.flow();
        }
    }

    @Override
    void released() {
        if (current != null) {
            endCurrent();
        }
    }

    @Override
    LinkHandler handler() {
        return handler;
    }
}
