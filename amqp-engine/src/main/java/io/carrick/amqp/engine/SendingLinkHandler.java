package io.carrick.amqp.engine;

import java.io.UncheckedIOException;
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

    /**
     * The payload of a delivery could not be read. If part of it was sent, the delivery is aborted (part 2, section
     * 2.7.5); if not, the receiver knows nothing of it and its credit is not used. May come while {@link
     * SendingLink#send} runs. Whose payloads are in memory need not hear it.
     */
    default void failed(OutgoingDelivery delivery, UncheckedIOException cause) {
        throw cause;
    }
}
