package io.carrick.amqp.engine;

import java.util.List;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Open;

/** What a connection tells its application. Called on the connection's thread, from within the engine's methods. */
public interface ConnectionHandler {
    /**
     * The peer has sent its open. To be answered, now or later, by {@link Connection#open} or {@link
     * Connection#refuse}; what the peer sends after it waits until then.
     */
    void opened(Open open);

    /** The peer attaches a link to send over. To be answered by {@link Link#attach} or {@link Link#refuse}. */
    void attached(ReceivingLink link);

    /** The peer attaches a link to receive over. To be answered by {@link Link#attach} or {@link Link#refuse}. */
    void attached(SendingLink link);

    /**
     * The receiving peer tells the state of deliveries.
     *
     * @param deliveries those of the range that were unsettled, in order; of one session, maybe of several links
     * @param state null if it gave none
     * @param settled whether the peer has forgotten them. If not, they stay unsettled until {@link
     *     OutgoingDelivery#settle}
     */
    void disposition(List<OutgoingDelivery> deliveries, DeliveryState state, boolean settled);

    /** The connection is over, whatever the cause; its links have been told by their own handlers. Called once. */
    void closed();
}
