package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** What a {@link SendingLink} tells its application. */
public interface SendingLinkHandler extends LinkHandler {
    /** The credit or the drain flag of the link may have changed. */
    void flow();

    /** A link that could not send for want of session window or room in the socket may try again. */
    void sendable();

    /**
     * The receiver tells the state of a delivery; called unless {@link ConnectionHandler#disposition} is overridden.
     *
     * @param state null if it gave none
     * @param settled whether the peer has forgotten the delivery. If not, it stays unsettled until {@link
     *     OutgoingDelivery#settle}
     */
    default void disposed(OutgoingDelivery delivery, DeliveryState state, boolean settled) {
        // Who sends settled deliveries only, or listens to the connection, need not hear it.
    }
}
