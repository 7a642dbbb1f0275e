package io.carrick.jms.message;

import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.Message;

/** A message of this provider: what the JMS interface offers, and what the session needs of it. Not thread-safe. */
public abstract class CarrickMessage implements Message {
    /** Sets what {@link #acknowledge} does; null, as in the beginning, for nothing. */
    public abstract void setAcknowledger(Acknowledger acknowledger);

    /** What it was received as; null for a message created here. */
    public abstract InboundDelivery delivery();

    /** Sets the headers that a producer sets, before the message is encoded. */
    public abstract void setOutgoingHeaders(OutgoingHeaders headers);

    /** Sets JMSXUserID, by the provider as it sends; null for none. */
    public abstract void setUserId(String userId);

    /** Sets JMSXDeliveryCount, and JMSRedelivered if it is above 1: for deliveries repeated by the session itself. */
    public abstract void setDeliveryCount(int count);

    /** Sets JMSXRcvTimestamp. */
    public abstract void setReceivedTimeMillis(long timeMillis);

    /** Sets a message annotation to be sent: a string, boxed number, boolean or byte array; null to send none. */
    public abstract void setAnnotation(String name, Object value);

    /** A message annotation set or received, as the Java type that fits it; null if there is none. */
    public abstract Object annotation(String name);
}
