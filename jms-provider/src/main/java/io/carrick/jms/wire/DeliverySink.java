package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/** Where the deliveries of a receiver go. Called by the I/O thread; must not block. */
public interface DeliverySink {
    void delivered(InboundDelivery delivery);

    /** What {@link WireReceiver#drain} asked for is done: no credit is left. */
    void drained();

    /**
     * The socket is lost: the deliveries so far cannot be settled any more, and no credit is left. A drain under way
     * counts as done.
     */
    void interrupted();

    /** The link is there again, without credit. */
    void restored();

    /** The broker has closed the link, or the connection failed. Nothing follows. */
    void closed(JMSException cause);
}
