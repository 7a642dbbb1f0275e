package io.carrick.amqp.link;

import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.netty.buffer.ByteBuf;

/** Handles a link that was refused. */
record DetachedReceiver(ReceivingLink link) implements ReceivingLinkHandler {
    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        // There is no credit, so that the engine lets nothing through.
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        // Nothing was kept.
    }

    @Override
    public void detached(boolean closed) {
        link.detach(closed, null);
    }
}
