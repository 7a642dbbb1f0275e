package io.carrick.jms.message;

import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.JMSException;

/** What {@link jakarta.jms.Message#acknowledge} does; set by the session that delivers the message. */
@FunctionalInterface
public interface Acknowledger {
    /**
     * Acknowledges this delivery, or all of its session, as the session's mode says.
     *
     * @param settlement what to tell the broker of them
     */
    void acknowledge(InboundDelivery delivery, Settlement settlement) throws JMSException;
}
