package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All of a message but its application properties and its body: what JMS calls headers, and what it reads of AMQP's
 * header, message annotations and properties. Of a message received, only the header is decoded at once.
 */
final class Envelope {
    static final int PRIORITY_DEFAULT = 4;
    private static final int PRIORITY_MAX = 9;
    private static final int HEADER_FIELDS = 5;
    private static final DestinationKind[] KINDS = DestinationKind.values();

    final PropertiesSection properties;

    private final Sections received;
    private final CarrickDestination consumed;
    private final DestinationResolver destinations;

    private boolean durable = true;
    private int priority = PRIORITY_DEFAULT;
    private long timeToLiveMillis;
    private Long timeToLiveOverride;
    private int deliveryCount;
    private boolean redelivered;
    private Long receivedTime;
    private Settlement settlement = Settlement.ACCEPTED;
    private long expiresByTimeToLive;

    private boolean destinationKnown;
    private CarrickDestination destination;
    private boolean replyToKnown;
    private CarrickDestination replyTo;
    private boolean deliveryTimeKnown;
    private long deliveryTime;
    private boolean delayed;
    private Map<String, Object> annotations = Map.of();

    /** Of a new message. */
    Envelope() {
        this.received = null;
        this.consumed = null;
        this.destinations = DestinationResolver.PLAIN;
        this.properties = new PropertiesSection(null);
        destinationKnown = true;
        replyToKnown = true;
        deliveryTimeKnown = true;
    }

    /** Of a message received at that time. */
    Envelope(Sections received, CarrickDestination consumed, DestinationResolver destinations, long nowMillis)
            throws JMSException {
        this.received = received;
        this.consumed = consumed;
        this.destinations = destinations;
        this.properties = new PropertiesSection(received);
        durable = false;
        deliveryCount = 1;
        AmqpReader in = received.header();
        if (in != null) {
            readHeader(in, nowMillis);
        }
    }

    private void readHeader(AmqpReader in, long nowMillis) throws JMSException {
        int count = in.enterList();
        if (count > HEADER_FIELDS) {
            throw Malformed.at(in.position(), count + " fields of the header");
        }
        durable = count > 0 && Boolean.TRUE.equals(in.value());
        priority = (int) Math.min(PRIORITY_MAX, count > 1 ? number(in, PRIORITY_DEFAULT) : PRIORITY_DEFAULT);
        timeToLiveMillis = count > 2 ? number(in, 0) : 0;
        expiresByTimeToLive = timeToLiveMillis == 0 ? 0 : nowMillis + timeToLiveMillis;
        if (count > 3) {
            in.skip();
        }
        setDeliveryCount((int) Math.min(Integer.MAX_VALUE, 1 + (count > 4 ? number(in, 0) : 0)));
    }

    private static long number(AmqpReader in, long absent) throws JMSException {
        Object value = in.value();
        if (value == null) {
            return absent;
        }
        if (value instanceof Number number && number.longValue() >= 0) {
            return number.longValue();
        }
        throw Malformed.at(in.position(), "a field of the header is no number");
    }

    boolean isDurable() {
        return durable;
    }

    void setDurable(boolean durable) {
        this.durable = durable;
    }

    int priority() {
        return priority;
    }

    void setPriority(int priority) {
        this.priority = Math.max(0, Math.min(PRIORITY_MAX, priority));
    }

    long timeToLiveMillis() {
        return timeToLiveOverride == null ? timeToLiveMillis : timeToLiveOverride;
    }

    void setTimeToLive(long millis) {
        timeToLiveMillis = millis;
    }

    Long timeToLiveOverride() {
        return timeToLiveOverride;
    }

    void setTimeToLiveOverride(Long millis) {
        timeToLiveOverride = millis;
    }

    /** 1 for the first delivery; 0 for a message that was not received. */
    int deliveryCount() {
        return deliveryCount;
    }

    void setDeliveryCount(int count) {
        deliveryCount = count;
        redelivered = count > 1;
    }

    boolean isRedelivered() {
        return redelivered;
    }

    void setRedelivered(boolean redelivered) {
        this.redelivered = redelivered;
    }

    Long receivedTime() {
        return receivedTime;
    }

    void setReceivedTime(Long timeMillis) {
        receivedTime = timeMillis;
    }

    /** What acknowledging tells the broker. */
    Settlement settlement() {
        return settlement;
    }

    void setSettlement(Settlement told) {
        settlement = told;
    }

    CarrickDestination destination() throws JMSException {
        if (!destinationKnown) {
            String to = properties.text(PropertiesSection.TO);
            destination = to == null
                    ? consumed
                    : resolve(
                            to,
                            kind(Annotations.DESTINATION_KIND, Annotations.LEGACY_DESTINATION_KIND),
                            consumed == null ? DestinationKind.QUEUE : consumed.kind());
            destinationKnown = true;
        }
        return destination;
    }

    void setDestination(CarrickDestination destination) {
        this.destination = destination;
        destinationKnown = true;
    }

    /** A queue, if nothing is known but the address: most who wait for a reply do so with a dynamic node. */
    CarrickDestination replyTo() throws JMSException {
        if (!replyToKnown) {
            String address = properties.text(PropertiesSection.REPLY_TO);
            replyTo = address == null
                    ? null
                    : resolve(
                            address,
                            kind(Annotations.REPLY_TO_KIND, Annotations.LEGACY_REPLY_TO_KIND),
                            DestinationKind.QUEUE);
            replyToKnown = true;
        }
        return replyTo;
    }

    void setReplyTo(CarrickDestination replyTo) {
        this.replyTo = replyTo;
        replyToKnown = true;
    }

    private CarrickDestination resolve(String address, DestinationKind kind, DestinationKind otherwise) {
        return kind == null ? destinations.guess(address, otherwise) : destinations.destination(address, kind);
    }

    private DestinationKind kind(byte[] annotation, byte[] legacyAnnotation) throws JMSException {
        AmqpReader in = received.messageAnnotation(annotation);
        Object kind = in == null ? null : in.value();
        if (kind instanceof Number number && number.longValue() >= 0 && number.longValue() < KINDS.length) {
            return KINDS[number.intValue()];
        }
        AmqpReader legacy = received.messageAnnotation(legacyAnnotation);
        return legacy == null ? null : legacyKind(String.valueOf(legacy.value()));
    }

    private static DestinationKind legacyKind(String attributes) {
        boolean temporary = attributes.contains("temporary");
        if (attributes.contains("queue")) {
            return temporary ? DestinationKind.TEMPORARY_QUEUE : DestinationKind.QUEUE;
        }
        if (attributes.contains("topic")) {
            return temporary ? DestinationKind.TEMPORARY_TOPIC : DestinationKind.TOPIC;
        }
        return null;
    }

    /** In milliseconds since the epoch, 0 for never. */
    long expiration() throws JMSException {
        Long time = properties.number(PropertiesSection.ABSOLUTE_EXPIRY_TIME);
        return time == null ? expiresByTimeToLive : time;
    }

    void setExpiration(long timeMillis) throws JMSException {
        properties.set(PropertiesSection.ABSOLUTE_EXPIRY_TIME, timeMillis == 0 ? null : timeMillis);
        expiresByTimeToLive = 0;
    }

    long timestamp() throws JMSException {
        Long time = properties.number(PropertiesSection.CREATION_TIME);
        return time == null ? 0 : time;
    }

    void setTimestamp(long timeMillis) throws JMSException {
        properties.set(PropertiesSection.CREATION_TIME, timeMillis == 0 ? null : timeMillis);
    }

    long deliveryTime() throws JMSException {
        if (!deliveryTimeKnown) {
            deliveryTime = receivedDeliveryTime();
            deliveryTimeKnown = true;
        }
        return deliveryTime;
    }

    /** A message that names no time is meant to be delivered at once (section 3.4.13). */
    private long receivedDeliveryTime() throws JMSException {
        Long time = receivedNumber(Annotations.DELIVERY_TIME);
        if (time == null) {
            time = receivedNumber(Annotations.NOT_VALID_BEFORE);
        }
        if (time != null) {
            return time;
        }
        Long delay = receivedNumber(Annotations.DELIVERY_DELAY);
        return timestamp() + (delay == null ? 0 : delay);
    }

    private Long receivedNumber(byte[] annotation) throws JMSException {
        AmqpReader in = received.messageAnnotation(annotation);
        Object value = in == null ? null : Conversions.elementOf(in.value());
        return value instanceof Number number ? (Long) number.longValue() : null;
    }

    /** Sets the time of delivery; {@code delayed} if the broker has to be told. */
    void setDeliveryTime(long timeMillis, boolean delayed) {
        deliveryTime = timeMillis;
        deliveryTimeKnown = true;
        this.delayed = delayed;
    }

    boolean isDelayed() {
        return delayed;
    }

    /** An annotation set or removed here, or else received. */
    Object annotation(String name) throws JMSException {
        if (received == null || annotations.containsKey(name)) {
            return annotations.get(name);
        }
        return Conversions.elementOf(received.messageAnnotation(name));
    }

    /** An annotation of the delivery it came by. */
    Object deliveryAnnotation(String name) throws JMSException {
        return received == null ? null : Conversions.elementOf(received.deliveryAnnotation(name));
    }

    /** Whether an annotation of half messages was set here. */
    boolean concernsHalfMessage() {
        return annotations.get(Annotations.HALF_ID) != null
                || annotations.get(Annotations.HALF_GROUP) != null
                || annotations.get(Annotations.HALF_CHECK_AFTER) != null;
    }

    /** Sets an annotation, or removes it if the value is null. */
    void setAnnotation(String name, Object value) {
        if (annotations.isEmpty()) {
            if (value == null && received == null) {
                return;
            }
            annotations = new LinkedHashMap<>();
        }
        annotations.put(name, value);
    }

    /**
     * Those that were set here, with a null for those removed. Those received are not for the next receiver: a message
     * sent on would be a half message again, or be delayed again.
     */
    Map<String, Object> annotations() {
        return annotations;
    }
}
