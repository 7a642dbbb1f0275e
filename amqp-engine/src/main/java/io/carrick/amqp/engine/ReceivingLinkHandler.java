package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;

/** What a {@link ReceivingLink} tells its application. */
public interface ReceivingLinkHandler extends LinkHandler {
    /**
     * A part of a message has come.
     *
     * @param payload the bytes, valid during the call
     * @param more whether other parts follow
     */
    void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more);

    /** The sender gave up a delivery before its last part. */
    void aborted(IncomingDelivery delivery);

    /**
     * What {@link ReceivingLink#drain()} or {@link ReceivingLink#pull} asked for is done: all credit is used up, by
     * deliveries that have been told of before, or given back. No delivery begins until credit is granted again.
     */
    default void drained() {
        // Only said to who asked.
    }
}
