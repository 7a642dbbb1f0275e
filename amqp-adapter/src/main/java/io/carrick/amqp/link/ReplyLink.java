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
 * A link over which a client is answered by a {@link RequestNode}: its target address is what the client gives as
 * reply-to. An answer is sent settled; one that has no credit waits for it.
 */
final class ReplyLink implements SendingLinkHandler, AnswerRoute {
    private final LinkContext context;
    private final SendingLink link;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private final String node;
    private long bytesWaiting;
    private String address;
    private boolean gone;

    /** @param node whose answers go over it */
    ReplyLink(LinkContext context, SendingLink link, String node) {
        this.context = context;
        this.link = link;
        this.node = node;
    }

    void attach(Source source) {
        link.handler(this);
        if (!(link.remoteAttach().getTarget() instanceof Target target) || target.getAddress() == null) {
            link.refuse(
                    Errors.of(ErrorConditions.INVALID_FIELD, "a receiver from " + node + " needs a target address"));
            return;
        }
        address = target.getAddress();
        context.answers().opened(node, address, this);
        Source applied = new Source();
        applied.setAddress(source.getAddress());
        Attach reply = new Attach();
        reply.setSource(applied);
        reply.setTarget(target);
        link.attach(reply);
    }

    @Override
    public boolean isClogged() {
        return waiting.size() >= WAITING_MAX || bytesWaiting >= BYTES_WAITING_MAX;
    }

    @Override
    public void answer(ControlMessage message) {
        if (gone) {
            return;
        }
        byte[] encoded = message.encoded();
        waiting.add(encoded);
        bytesWaiting += encoded.length;
        pump();
    }

    private void pump() {
        while (!waiting.isEmpty() && link.ready()) {
            byte[] next = waiting.poll();
            bytesWaiting -= next.length;
            link.send(Payload.of(next), true, null, null);
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
        gone = true;
        context.answers().closed(node, address, this);
        waiting.clear();
        link.detach(closed, null);
    }
}
