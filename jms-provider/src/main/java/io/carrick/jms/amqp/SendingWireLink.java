package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.amqp.engine.Session;
import java.util.List;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;

/** A link that sends what waits for it as soon as there is credit, and keeps what was under way when it was lost. */
abstract class SendingWireLink extends WireLink implements SendingLinkHandler {
    private final String name;
    private SendingLink link;
    private List<OutgoingDelivery> lost = List.of();

    SendingWireLink(AmqpSession session, String name, String what) {
        super(session, what);
        this.name = name;
    }

    /** Adds target, settle mode of the sender and capabilities. */
    abstract void describe(Attach attach);

    /** Sends what can be sent. */
    abstract void pump();

    @Override
    final Link attach(Session over) {
        Attach attach = new Attach();
        attach.setName(name);
        Source source = new Source();
        source.setAddress(name);
        source.setOutcomes(
                Accepted.DESCRIPTOR_SYMBOL,
                Rejected.DESCRIPTOR_SYMBOL,
                Released.DESCRIPTOR_SYMBOL,
                Modified.DESCRIPTOR_SYMBOL);
        attach.setSource(source);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        describe(attach);
        link = over.attachSender(attach, this);
        return link;
    }

    /** The engine's link; null while there is none. */
    final SendingLink link() {
        return link;
    }

    @Override
    public final void flow() {
        if (link.drain()) {
            link.drained();
        }
        pump();
    }

    @Override
    public final void sendable() {
        pump();
    }

    @Override
    final void onLost() {
        keepUnsettled();
    }

    /** The link is going: what has no outcome yet is to be had by {@link #takeUnsettled}. */
    final void keepUnsettled() {
        lost = link == null ? List.of() : link.unsettled();
    }

    /** What had no outcome when the link went, the oldest first; once. */
    final List<OutgoingDelivery> takeUnsettled() {
        List<OutgoingDelivery> unsettled = lost;
        lost = List.of();
        return unsettled;
    }

    @Override
    final void onInterrupted() {
        link = null;
        onInterrupted(takeUnsettled());
    }

    /**
     * The link is gone and will be attached again.
     *
     * @param unsettled what had no outcome then, the oldest first
     */
    abstract void onInterrupted(List<OutgoingDelivery> unsettled);
}
