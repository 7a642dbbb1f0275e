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
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.LinkError;

/** A link over which a client asks something of a {@link RequestNode}. */
final class RequestLink implements ReceivingLinkHandler {
    private static final int CREDIT = 100;

    private final LinkContext context;
    private final ReceivingLink link;
    private final RequestNode node;
    private PartialMessage partial;
    private int unanswered;
    private boolean gone;

    RequestLink(LinkContext context, ReceivingLink link, RequestNode node) {
        this.context = context;
        this.link = link;
        this.node = node;
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
        if (size > node.requestBytesMax()) {
            end(Errors.of(LinkError.MESSAGE_SIZE_EXCEEDED, "message too large for " + node.address()));
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
        replenish();
    }

    /** Credit covers what has not been answered yet. */
    private void replenish() {
        if (!gone && link.credit() + unanswered <= CREDIT / 2) {
            link.grant(CREDIT - unanswered);
        }
    }

    private void take(IncomingDelivery delivery, ControlMessage request) {
        if (delivery.remoteState() instanceof TransactionalState) {
            refuse(
                    delivery,
                    Errors.of(
                            AmqpError.NOT_ALLOWED, "requests to " + node.address() + " are no part of a transaction"));
            return;
        }
        Properties properties = request.properties();
        AnswerRoute route = properties.getReplyTo() == null
                ? null
                : context.answers().route(node.address(), properties.getReplyTo());
        if (route == null) {
            refuse(
                    delivery,
                    Errors.of(
                            ErrorConditions.PRECONDITION_FAILED,
                            "the request names in reply-to neither the target of a receiver from " + node.address()
                                    + " on this connection nor a dynamic node of it"));
            return;
        }
        if (route.isClogged()) {
            refuse(delivery, Errors.of(ErrorConditions.RESOURCE_LIMIT_EXCEEDED, "the answers are not read"));
            return;
        }
        if (!delivery.settled()) {
            delivery.settle(Accepted.getInstance());
        }
        Object correlation =
                properties.getCorrelationId() == null ? properties.getMessageId() : properties.getCorrelationId();
        unanswered++;
        node.obey(request, answer -> {
            unanswered--;
            Properties head = new Properties();
            head.setCorrelationId(correlation);
            head.setTo(properties.getReplyTo());
            route.answer(new ControlMessage(head, answer.applicationProperties(), answer.value()));
            replenish();
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
        gone = true;
        link.detach(closed, null);
    }
}
