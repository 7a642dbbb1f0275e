package io.carrick.jms.message;

import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.JMSException;

/** What {@link jakarta.jms.Message#acknowledge} does; set by the session that delivers the message. */
@FunctionalInterface
public interface Acknowledger {
    /** Acknowledges this delivery, or all of its session, as the session's mode says. */
    void acknowledge(InboundDelivery delivery) throws JMSException;
}
