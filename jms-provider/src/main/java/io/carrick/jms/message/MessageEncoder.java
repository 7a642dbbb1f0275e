package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import jakarta.jms.JMSException;
import java.util.Map;

/**
 * Writes messages as the sections of AMQP (part 3, section 3.2). Of a message received, what was not changed is copied
 * as it came: its body, its application properties, and the fields of its properties.
 */
final class MessageEncoder {
    private static final long TIME_TO_LIVE_MAX = 0xffffffffL;

    private MessageEncoder() {}

    static byte[] encode(CarrickMessage message, DestinationResolver destinations) throws JMSException {
        AmqpWriter out = AmqpWriter.current();
        Envelope envelope = message.envelope();
        Sections body = message.receivedBody();
        boolean bodyAsReceived = body != null && body.bodyType() != 0;
        writeHeader(envelope, out);
        writeAnnotations(message.bodyType(), envelope, out);
        setAddresses(envelope, destinations);
        if (!bodyAsReceived) {
            envelope.properties.set(PropertiesSection.CONTENT_TYPE, message.contentType());
        }
        envelope.properties.write(out);
        message.properties().write(out);
        if (bodyAsReceived) {
            body.copyBody(out);
        } else {
            message.writeBody(out);
        }
        return out.toByteArray();
    }

    private static void writeHeader(Envelope envelope, AmqpWriter out) {
        long timeToLive = Math.min(envelope.timeToLiveMillis(), TIME_TO_LIVE_MAX);
        boolean prioritised = envelope.priority() != Envelope.PRIORITY_DEFAULT;
        int count = timeToLive > 0 ? 3 : prioritised ? 2 : envelope.isDurable() ? 1 : 0;
        if (count == 0) {
            return;
        }
        out.section(Sections.HEADER);
        int start = out.startShortList();
        out.bool(envelope.isDurable());
        if (count > 1) {
            out.ubyte(envelope.priority());
        }
        if (count > 2) {
            out.uint(timeToLive);
        }
        out.finishShort(start, count);
    }

    private static void writeAnnotations(BodyType type, Envelope envelope, AmqpWriter out) throws JMSException {
        out.section(Sections.MESSAGE_ANNOTATIONS);
        int start = out.start(AmqpType.MAP32);
        int count = 1;
        out.symbol(Annotations.MESSAGE_TYPE);
        out.int8((byte) type.ordinal());
        count += writeKind(Annotations.DESTINATION_KIND, envelope.destination(), out);
        count += writeKind(Annotations.REPLY_TO_KIND, envelope.replyTo(), out);
        if (envelope.isDelayed()) {
            out.symbol(Annotations.DELIVERY_TIME);
            out.int64Value(envelope.deliveryTime());
            count++;
        }
        for (Map.Entry<String, Object> annotation : envelope.annotations().entrySet()) {
            if (annotation.getValue() != null) {
                out.symbol(annotation.getKey());
                out.value(annotation.getValue());
                count++;
            }
        }
        out.finish(start, 2 * count);
    }

    private static int writeKind(byte[] annotation, CarrickDestination destination, AmqpWriter out) {
        if (destination == null) {
            return 0;
        }
        out.symbol(annotation);
        out.int8((byte) destination.kind().ordinal());
        return 1;
    }

    private static void setAddresses(Envelope envelope, DestinationResolver destinations) throws JMSException {
        CarrickDestination destination = envelope.destination();
        CarrickDestination replyTo = envelope.replyTo();
        envelope.properties.set(PropertiesSection.TO, destination == null ? null : destinations.address(destination));
        envelope.properties.set(PropertiesSection.REPLY_TO, replyTo == null ? null : destinations.address(replyTo));
    }
}
