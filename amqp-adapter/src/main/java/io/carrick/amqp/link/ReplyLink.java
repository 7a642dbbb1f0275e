package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.Payload;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.amqp.message.ErrorConditions;
import java.util.ArrayDeque;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * A link over which a client is answered by {@code $xa}: its target address is what the client gives as reply-to. An
 * answer is sent settled; one that has no credit waits for it.
 */
final class XaReplyLink implements SendingLinkHandler {
    private final LinkContext context;
    private final SendingLink link;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private String address;

    XaReplyLink(LinkContext context, SendingLink link) {
        this.context = context;
        this.link = link;
    }

    void attach(Source source) {
        link.handler(this);
        if (!(link.remoteAttach().getTarget() instanceof Target target) || target.getAddress() == null) {
            link.refuse(Errors.of(
                    ErrorConditions.INVALID_FIELD, "a receiver from " + XaNode.ADDRESS + " needs a target address"));
            return;
        }
        address = target.getAddress();
        context.xa().opened(address, this);
        Source applied = new Source();
        applied.setAddress(source.getAddress());
        Attach reply = new Attach();
        reply.setSource(applied);
        reply.setTarget(target);
        link.attach(reply);
    }

    /** Whether so much waits that the client does not seem to read its answers. */
    boolean isClogged(int answersMax) {
        return waiting.size() >= answersMax;
    }

    void answer(ControlMessage message) {
        waiting.add(message.encoded());
        pump();
    }

    private void pump() {
        while (!waiting.isEmpty() && link.ready()) {
            link.send(Payload.of(waiting.poll()), true, null, null);
        }
        if (waiting.isEmpty() && link.drain()) {
            link.drained();
        }
    }

    @Override
    public void flow() {
        pump();
    }

    @Override
    public void sendable() {
        pump();
    }

    @Override
    public void disposed(OutgoingDelivery delivery, DeliveryState state, boolean settled) {
        // Answers are sent settled.
    }

    @Override
    public void detached(boolean closed) {
        context.xa().closed(address, this);
        waiting.clear();
        link.detach(closed, null);
    }
}
