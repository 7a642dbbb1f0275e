package io.carrick.jms.amqp;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.PartialMessage;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.carrick.amqp.engine.Session;
import io.netty.buffer.ByteBuf;
import jakarta.jms.JMSException;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link over which the broker answers requests about branches. Belongs to the I/O thread. */
final class XaReplies extends WireLink implements ReceivingLinkHandler {
    private static final Logger LOG = LoggerFactory.getLogger(XaReplies.class);

    private static final int CREDIT = 1000;

    private final String address;
    private final Listener listener;
    private ReceivingLink link;
    private PartialMessage partial;

    /** Who waits for answers. */
    interface Listener {
        void replied(ControlMessage answer);

        /** Answers can come from now on. */
        void repliesAttached();

        void repliesEnded(JMSException cause);
    }

    XaReplies(AmqpSession session, String address, Listener listener) {
        super(session, "receiver of answers about branches");
        this.address = address;
        this.listener = listener;
    }

    String address() {
        return address;
    }

    @Override
    Link attach(Session over) {
        Attach attach = new Attach();
        attach.setName(address);
        Source source = new Source();
        source.setAddress(XaRequests.NODE);
        attach.setSource(source);
        Target target = new Target();
        target.setAddress(address);
        attach.setTarget(target);
        attach.setSndSettleMode(SenderSettleMode.SETTLED);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        link = over.attachReceiver(attach, this);
        return link;
    }

    @Override
    void onAttached(Attach answer) {
        link.grant(CREDIT);
        listener.repliesAttached();
    }

    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        if (more || partial != null) {
            partial = partial == null ? new PartialMessage() : partial;
            partial.add(payload);
            if (more) {
                return;
            }
        }
        ByteBuf whole = partial == null ? payload : partial.contents();
        partial = null;
        if (link.credit() < CREDIT / 2) {
            link.grant(CREDIT);
        }
        try {
            listener.replied(ControlMessage.read(whole));
        } catch (ProtocolException e) {
            LOG.warn("An answer of the broker about a branch cannot be read", e);
        }
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        partial = null;
    }

    @Override
    void onInterrupted() {
        link = null;
        partial = null;
    }

    @Override
    void onEnded(JMSException cause) {
        listener.repliesEnded(cause);
    }
}
