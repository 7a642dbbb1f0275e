package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.PartialMessage;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.carrick.amqp.message.ErrorConditions;
import io.netty.buffer.ByteBuf;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.LinkError;

/** A link over which a client tells {@code $xa} what to do with branches. */
final class XaRequestLink implements ReceivingLinkHandler {
    private static final int CREDIT = 100;
    private static final int MESSAGE_BYTES_MAX = 4096;
    private static final int ANSWERS_WAITING_MAX = 1000;

    private final LinkContext context;
    private final ReceivingLink link;
    private final XaRequests requests;
    private PartialMessage partial;
    private boolean gone;

    XaRequestLink(LinkContext context, ReceivingLink link) {
        this.context = context;
        this.link = link;
        requests = new XaRequests(context);
    }

    void attach(Target target) {
        link.handler(this);
        Target applied = new Target();
        applied.setAddress(target.getAddress());
        Attach reply = new Attach();
        reply.setSource(link.remoteAttach().getSource());
        reply.setTarget(applied);
        link.attach(reply);
        link.grant(CREDIT);
    }

    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        int size = payload.readableBytes() + (partial == null ? 0 : partial.length());
        if (size > MESSAGE_BYTES_MAX) {
            end(Errors.of(LinkError.MESSAGE_SIZE_EXCEEDED, "message too large for " + XaNode.ADDRESS));
            return;
        }
        if (more || partial != null) {
            partial = partial == null ? new PartialMessage() : partial;
            partial.add(payload);
            if (more) {
                return;
            }
        }
        ByteBuf whole = partial == null ? payload : partial.contents();
        partial = null;
        try {
            take(delivery, ControlMessage.read(whole));
        } catch (ProtocolException e) {
            end(e.error());
        }
        if (!gone && link.credit() < CREDIT / 2) {
            link.grant(CREDIT);
        }
    }

    private void take(IncomingDelivery delivery, ControlMessage request) {
        Properties properties = request.properties();
        XaReplyLink reply =
                properties.getReplyTo() == null ? null : context.xa().replyLink(properties.getReplyTo());
        if (reply == null) {
            refuse(
                    delivery,
                    Errors.of(
                            ErrorConditions.PRECONDITION_FAILED,
                            "the request names in reply-to no target of a receiver from " + XaNode.ADDRESS
                                    + " on this connection"));
            return;
        }
        if (reply.isClogged(ANSWERS_WAITING_MAX)) {
            refuse(delivery, Errors.of(ErrorConditions.RESOURCE_LIMIT_EXCEEDED, "the answers are not read"));
            return;
        }
        if (!delivery.settled()) {
            delivery.settle(Accepted.getInstance());
        }
        Object correlation =
                properties.getCorrelationId() == null ? properties.getMessageId() : properties.getCorrelationId();
        requests.obey(request, value -> {
            Properties answer = new Properties();
            answer.setCorrelationId(correlation);
            answer.setTo(properties.getReplyTo());
            reply.answer(new ControlMessage(answer, value));
        });
    }

    private void refuse(IncomingDelivery delivery, ErrorCondition error) {
        if (delivery.settled()) {
            end(error);
            return;
        }
        Rejected rejected = new Rejected();
        rejected.setError(error);
        delivery.settle(rejected);
    }

    private void end(ErrorCondition error) {
        if (!gone) {
            gone = true;
            link.detach(true, error);
        }
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        partial = null;
    }

    @Override
    public void detached(boolean closed) {
        link.detach(closed, null);
    }
}
