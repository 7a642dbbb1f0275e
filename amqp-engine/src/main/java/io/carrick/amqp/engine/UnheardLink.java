package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;

/** For a link of the peer's that is refused without ever getting a handler. */
enum UnheardLink implements SendingLinkHandler, ReceivingLinkHandler {
    INSTANCE;

    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        // There was never credit, so the engine lets nothing through.
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        // Nothing was kept.
    }

    @Override
    public void flow() {
        // There is nothing to send.
    }

    @Override
    public void sendable() {
        // There is nothing to send.
    }

    @Override
    public void detached(boolean closed) {
        // It was refused with a closing detach; nothing is left to answer.
    }
}
