package io.carrick.amqp.engine;

import java.util.List;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Open;

/** What a connection tells its application. Called on the connection's thread, from within the engine's methods. */
public interface ConnectionHandler {
    /**
     * The peer has sent its open. If it came first, it is to be answered, now or later, by {@link Connection#open} or
     * {@link Connection#refuse}; what the peer sends after it waits until then. If it answers the open of this side,
     * the connection is open. An answer that announces a refusal is not told: {@link #closed()} follows.
     */
    void opened(Open open);

    /**
     * The peer attaches a link to send over. To be answered by {@link Link#attach} or {@link Link#refuse}. Refused
     * unless overridden.
     */
    default void attached(ReceivingLink link) {
        link.refuse(Errors.of(AmqpError.NOT_IMPLEMENTED, "this container attaches its links itself"));
    }

    /**
     * The peer attaches a link to receive over. To be answered by {@link Link#attach} or {@link Link#refuse}. Refused
     * unless overridden.
     */
    default void attached(SendingLink link) {
        link.refuse(Errors.of(AmqpError.NOT_IMPLEMENTED, "this container attaches its links itself"));
    }

    /**
     * The receiving peer tells the state of deliveries. Tells the handler of each delivery's link unless overridden.
     *
     * @param deliveries those of the range that were unsettled, in order; of one session, maybe of several links
     * @param state null if it gave none
     * @param settled whether the peer has forgotten them. If not, they stay unsettled until {@link
     *     OutgoingDelivery#settle}
     */
    default void disposition(List<OutgoingDelivery> deliveries, DeliveryState state, boolean settled) {
        for (OutgoingDelivery delivery : deliveries) {
            delivery.link().application().disposed(delivery, state, settled);
        }
    }

    /**
     * The connection is over, whatever the cause; its links and sessions have been told by their own handlers, and
     * {@link Connection#error()} tells why. Called once.
     */
    void closed();
}
