package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A message of this provider: what the JMS interface offers, and what the session needs of it. Not thread-safe.
 *
 * <p>A message received is decoded as it is asked; whatever of it is malformed is reported then, by a {@link
 * JMSException}.
 */
public abstract sealed class CarrickMessage implements Message
        permits PlainMessage,
                CarrickTextMessage,
                CarrickBytesMessage,
                CarrickMapMessage,
                CarrickStreamMessage,
                CarrickObjectMessage {
    private final MessageSettings settings;
    private final Envelope envelope;
    private final MessageProperties properties;
    private final InboundDelivery delivery;
    /** Null for a new message, and once the body received was cleared. */
    private Sections receivedBody;

    private boolean bodyReadOnly;
    private Acknowledger acknowledger;

    CarrickMessage(MessageSettings settings) {
        this.settings = settings;
        this.envelope = new Envelope();
        this.properties = new MessageProperties(envelope, null);
        this.delivery = null;
    }

    CarrickMessage(MessageSettings settings, Received received) throws JMSException {
        Sections sections = received.sections();
        this.settings = settings;
        this.envelope = new Envelope(sections, received.consumed(), settings.destinations(), received.nowMillis());
        this.properties = new MessageProperties(envelope, sections);
        this.delivery = received.delivery();
        this.receivedBody = sections;
        this.bodyReadOnly = true;
    }

    /** The type of the message and its body. */
    abstract BodyType bodyType();

    /** Writes the sections of a body that is not the one received. */
    abstract void writeBody(AmqpWriter out) throws JMSException;

    /** Forgets the body; it can be written from now on. */
    abstract void discardBody();

    /** The body as an object of that class, or null if there is none. */
    abstract Object bodyAs(Class<?> type) throws JMSException;

    /** The content type of a body that is not the one received; null for none. */
    String contentType() {
        return null;
    }

    final MessageSettings settings() {
        return settings;
    }

    final Envelope envelope() {
        return envelope;
    }

    final MessageProperties properties() {
        return properties;
    }

    /** What the body is to be read from; null if it was written here. */
    final Sections receivedBody() {
        return receivedBody;
    }

    final void requireWritableBody() throws MessageNotWriteableException {
        if (bodyReadOnly) {
            throw new MessageNotWriteableException("The body can only be read; clearBody() makes it writable");
        }
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    final void setBodyReadOnly() {
        bodyReadOnly = true;
    }

    /** Sets what {@link #acknowledge} does; null, as in the beginning, for nothing. */
    public final void setAcknowledger(Acknowledger acknowledger) {
        this.acknowledger = acknowledger;
    }

    /** What it was received as; null for a message created here. */
    public final InboundDelivery delivery() {
        return delivery;
    }

    /** Sets the headers that a producer sets, before the message is encoded. */
    public final void setOutgoingHeaders(OutgoingHeaders headers) throws JMSException {
        setJMSMessageID(headers.messageId());
        envelope.setDestination(headers.destination());
        envelope.setDurable(headers.deliveryMode() == DeliveryMode.PERSISTENT);
        envelope.setPriority(headers.priority());
        envelope.setTimestamp(headers.timestampMillis());
        envelope.setTimeToLive(headers.timeToLiveMillis());
        envelope.setExpiration(headers.expirationMillis());
        envelope.setDeliveryTime(headers.deliveryTimeMillis(), headers.delayed());
    }

    /** Sets JMSXUserID, by the provider as it sends; null for none. */
    public final void setUserId(String userId) throws JMSException {
        ProviderProperty.USER_ID.set(envelope, userId);
    }

    /** Sets JMSXDeliveryCount, and JMSRedelivered if it is above 1: for deliveries repeated by the session itself. */
    public final void setDeliveryCount(int count) {
        envelope.setDeliveryCount(count);
    }

    /** Sets JMSXRcvTimestamp. */
    public final void setReceivedTimeMillis(long timeMillis) {
        envelope.setReceivedTime(timeMillis);
    }

    /**
     * Sets a message annotation to be sent: a string, boxed number, boolean or byte array; null to send none. Those
     * received are not sent on.
     */
    public final void setAnnotation(String name, Object value) {
        envelope.setAnnotation(name, value);
    }

    /** A message annotation set or received, as the Java type that fits it; null if there is none. */
    public final Object annotation(String name) throws JMSException {
        return envelope.annotation(name);
    }

    /** An annotation of the delivery that it was received by, as the Java type that fits it; null if there is none. */
    public final Object deliveryAnnotation(String name) throws JMSException {
        return envelope.deliveryAnnotation(name);
    }

    /** Whether it is to be sent as a half message, or as the decision about one. */
    public final boolean concernsHalfMessage() {
        return envelope.concernsHalfMessage();
    }

    @Override
    public final String getJMSMessageID() throws JMSException {
        return envelope.properties.text(PropertiesSection.MESSAGE_ID);
    }

    @Override
    public final void setJMSMessageID(String id) throws JMSException {
        envelope.properties.set(PropertiesSection.MESSAGE_ID, MessageIds.check(id));
    }

    @Override
    public final long getJMSTimestamp() throws JMSException {
        return envelope.timestamp();
    }

    @Override
    public final void setJMSTimestamp(long timestamp) throws JMSException {
        envelope.setTimestamp(timestamp);
    }

    /** The bytes of a correlation id that is binary, else those of its text in UTF-8. */
    @Override
    public final byte[] getJMSCorrelationIDAsBytes() throws JMSException {
        String id = getJMSCorrelationID();
        if (id == null) {
            return null;
        }
        byte[] binary = MessageIds.bytes(id);
        return binary == null ? id.getBytes(StandardCharsets.UTF_8) : binary;
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte[] correlationId) throws JMSException {
        setJMSCorrelationID(correlationId == null ? null : MessageIds.binary(correlationId));
    }

    @Override
    public final String getJMSCorrelationID() throws JMSException {
        return envelope.properties.text(PropertiesSection.CORRELATION_ID);
    }

    @Override
    public final void setJMSCorrelationID(String correlationId) throws JMSException {
        envelope.properties.set(PropertiesSection.CORRELATION_ID, MessageIds.check(correlationId));
    }

    @Override
    public final CarrickDestination getJMSReplyTo() throws JMSException {
        return envelope.replyTo();
    }

    @Override
    public final void setJMSReplyTo(Destination replyTo) throws JMSException {
        envelope.setReplyTo(CarrickDestination.of(replyTo));
    }

    @Override
    public final CarrickDestination getJMSDestination() throws JMSException {
        return envelope.destination();
    }

    @Override
    public final void setJMSDestination(Destination destination) throws JMSException {
        envelope.setDestination(CarrickDestination.of(destination));
    }

    @Override
    public final int getJMSDeliveryMode() {
        return envelope.isDurable() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    }

    @Override
    public final void setJMSDeliveryMode(int deliveryMode) throws JMSException {
        if (deliveryMode != DeliveryMode.PERSISTENT && deliveryMode != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("There is no delivery mode " + deliveryMode);
        }
        envelope.setDurable(deliveryMode == DeliveryMode.PERSISTENT);
    }

    @Override
    public final boolean getJMSRedelivered() {
        return envelope.isRedelivered();
    }

    @Override
    public final void setJMSRedelivered(boolean redelivered) {
        envelope.setRedelivered(redelivered);
    }

    @Override
    public final String getJMSType() throws JMSException {
        return envelope.properties.text(PropertiesSection.SUBJECT);
    }

    @Override
    public final void setJMSType(String type) throws JMSException {
        envelope.properties.set(PropertiesSection.SUBJECT, type);
    }

    @Override
    public final long getJMSExpiration() throws JMSException {
        return envelope.expiration();
    }

    @Override
    public final void setJMSExpiration(long expiration) throws JMSException {
        envelope.setExpiration(expiration);
    }

    @Override
    public final long getJMSDeliveryTime() throws JMSException {
        return envelope.deliveryTime();
    }

    @Override
    public final void setJMSDeliveryTime(long deliveryTime) {
        envelope.setDeliveryTime(deliveryTime, envelope.isDelayed());
    }

    @Override
    public final int getJMSPriority() {
        return envelope.priority();
    }

    @Override
    public final void setJMSPriority(int priority) {
        envelope.setPriority(priority);
    }

    @Override
    public final void clearProperties() throws JMSException {
        properties.clear();
    }

    @Override
    public final boolean propertyExists(String name) throws JMSException {
        return properties.exists(name);
    }

    @Override
    public final boolean getBooleanProperty(String name) throws JMSException {
        return Conversions.toBoolean(properties.get(name));
    }

    @Override
    public final byte getByteProperty(String name) throws JMSException {
        return Conversions.toByte(properties.get(name));
    }

    @Override
    public final short getShortProperty(String name) throws JMSException {
        return Conversions.toShort(properties.get(name));
    }

    @Override
    public final int getIntProperty(String name) throws JMSException {
        return Conversions.toInt(properties.get(name));
    }

    @Override
    public final long getLongProperty(String name) throws JMSException {
        return Conversions.toLong(properties.get(name));
    }

    @Override
    public final float getFloatProperty(String name) throws JMSException {
        return Conversions.toFloat(properties.get(name));
    }

    @Override
    public final double getDoubleProperty(String name) throws JMSException {
        return Conversions.toDouble(properties.get(name));
    }

    @Override
    public final String getStringProperty(String name) throws JMSException {
        return Conversions.toText(properties.get(name));
    }

    @Override
    public final void setBooleanProperty(String name, boolean value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setByteProperty(String name, byte value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setShortProperty(String name, short value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setIntProperty(String name, int value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setLongProperty(String name, long value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setFloatProperty(String name, float value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setDoubleProperty(String name, double value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setStringProperty(String name, String value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final Object getObjectProperty(String name) throws JMSException {
        return properties.get(name);
    }

    @Override
    public final void setObjectProperty(String name, Object value) throws JMSException {
        if (!Conversions.isPropertyType(value)) {
            throw new MessageFormatException(
                    "A " + value.getClass().getName() + " cannot be the value of the property " + name);
        }
        setProperty(name, value);
    }

    private void setProperty(String name, Object value) throws JMSException {
        PropertyNames.check(name, settings.validatePropertyNames());
        if (properties.isReadOnly() && !ProviderProperty.isForReceiver(name)) {
            throw new MessageNotWriteableException(
                    "The properties can only be read; clearProperties() makes them writable");
        }
        writeProperty(name, value);
    }

    /** Sets a property that was checked; an ObjectMessage has one of its own. */
    void writeProperty(String name, Object value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final Enumeration<?> getPropertyNames() throws JMSException {
        return Collections.enumeration(properties.names());
    }

    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledger != null) {
            acknowledger.acknowledge(delivery, envelope.settlement());
        }
    }

    @Override
    public final void clearBody() throws JMSException {
        if (receivedBody != null) {
            receivedBody = null;
            envelope.properties.set(PropertiesSection.CONTENT_ENCODING, null);
        }
        bodyReadOnly = false;
        discardBody();
    }

    @Override
    public final <T> T getBody(Class<T> type) throws JMSException {
        return type.cast(bodyAs(type));
    }

    final MessageFormatException notAssignable(Class<?> type) {
        return new MessageFormatException("The body of a " + bodyType() + " message is no " + type.getName());
    }

    /** Names the message. Its body is not looked at, let alone deserialised. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + description() + "]";
    }

    private String description() {
        try {
            return getJMSMessageID() + ", destination=" + getJMSDestination();
        } catch (JMSException e) {
            return e.getMessage();
        }
    }
}
