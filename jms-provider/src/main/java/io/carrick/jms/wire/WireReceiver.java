package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/** A link that messages are received over. Nothing comes without credit. */
public interface WireReceiver {
    /** Allows the broker to send that many messages more. */
    void credit(int more);

    /**
     * Asks for what is there at once, within the credit, and takes back the credit that is left; the end is told by
     * {@link DeliverySink#drained}.
     */
    void drain();

    /**
     * Settles a delivery. Does not wait; several settlements are joined on the wire. Of a delivery that came before a
     * failover nothing is sent: the broker delivers it again.
     *
     * @param transaction null for none
     */
    void settle(InboundDelivery delivery, Settlement settlement, WireTransaction transaction);

    /**
     * Closes the link. A durable subscription stays; deliveries not settled go back to the broker. Idempotent.
     */
    void close() throws JMSException;

    /**
     * Closes the link like {@link #close}, without waiting for it: what is asked of the connection afterwards reaches
     * the broker later than this.
     *
     * @param closed run when the link is gone, on the I/O thread or at once; must not block
     */
    void beginClose(Runnable closed);
}
