package io.carrick.jms.amqp;

import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.carrick.amqp.engine.Session;
import io.netty.buffer.ByteBuf;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/**
 * Finds a durable subscription by the name of its link: a receiver without source, which the broker answers with the
 * subscription's. Closing the link deletes the subscription.
 */
final class SubscriptionLookup extends WireLink implements ReceivingLinkHandler {
    private final String name;
    private final boolean ofClient;

    SubscriptionLookup(AmqpSession session, String name, boolean ofClient) {
        super(session, "subscription '" + name + "'");
        this.name = name;
        this.ofClient = ofClient;
    }

    @Override
    Link attach(Session over) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setTarget(new Target());
        attach.setSndSettleMode(SenderSettleMode.UNSETTLED);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        if (!ofClient) {
            attach.setDesiredCapabilities(Termini.SHARED, Termini.GLOBAL);
        }
        return over.attachReceiver(attach, this);
    }

    @Override
    JMSException refusal(String tried, ErrorCondition error) {
        if (error == null || Failures.isCondition(error, "amqp:not-found")) {
            InvalidDestinationException unknown =
                    new InvalidDestinationException("There is no " + what(), "amqp:not-found");
            return Failures.linked(unknown, error == null ? null : new RemoteError(error));
        }
        return super.refusal("Cannot delete a " + what(), error);
    }

    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        // There is never credit.
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        // There is never credit.
    }

    @Override
    void onAttached(Attach answer) {}

    @Override
    void onInterrupted() {}

    @Override
    void onEnded(JMSException cause) {}
}
