package io.carrick.amqp.codec;

import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * A delivery state that is well-formed but that this side does not know: it concerns only the deliveries that it
 * is given to, so that the links of those are detached and nothing else.
 */
public record UnknownState(Object descriptor) implements DeliveryState {
    @Override
    public DeliveryStateType getType() {
        return null;
    }
}
