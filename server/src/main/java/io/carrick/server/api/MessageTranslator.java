package io.carrick.server.api;

import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.amqp.message.MessageDecoder;
import io.carrick.broker.Delivery;
import io.carrick.broker.Message;
import io.carrick.server.http.HttpFailure;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Messages between JSON and AMQP 1.0 (part 3, section 3.2). */
final class MessageTranslator {
    private static final int HEADROOM_BYTES = 64 * 1024;

    private MessageTranslator() {}

    /**
     * Encodes a message.
     *
     * @param address where it goes
     * @param now milliseconds since the epoch
     */
    static Message encode(NewMessage from, String address, long now) throws HttpFailure {
        byte[] bytes = bytes(from, address, now);
        try {
            return MessageDecoder.decode(bytes, 0, bytes.length, now)
                    .builder()
                    .timestamp(now)
                    .publisher("http")
                    .build();
        } catch (MalformedMessageException e) {
            throw HttpFailure.badRequest(e.getMessage());
        }
    }

    private static byte[] bytes(NewMessage from, String address, long now) throws HttpFailure {
        org.apache.qpid.proton.message.Message message = org.apache.qpid.proton.message.Message.Factory.create();
        message.setHeader(header(from));
        message.setProperties(properties(from, address, now));
        if (from.properties() != null && !from.properties().isEmpty()) {
            message.setApplicationProperties(new ApplicationProperties(plain(from.properties())));
        }
        message.setBody(new AmqpValue(from.body() == null ? "" : from.body()));
        WritableBuffer.ByteBufferWrapper buffer = WritableBuffer.ByteBufferWrapper.allocate(capacity(from));
        int length = message.encode(buffer);
        return Arrays.copyOf(buffer.byteBuffer().array(), length);
    }

    private static int capacity(NewMessage from) {
        // UTF-8 takes at most three bytes for each UTF-16 unit.
        int text = from.body() == null ? 0 : from.body().length();
        int properties =
                from.properties() == null ? 0 : from.properties().toString().length();
        return HEADROOM_BYTES + 3 * (text + 2 * properties);
    }

    private static Header header(NewMessage from) throws HttpFailure {
        Header header = new Header();
        header.setDurable(from.durable() == null || from.durable());
        if (from.priority() != null) {
            if (from.priority() < 0 || from.priority() > 9) {
                throw HttpFailure.badRequest("priority must be between 0 and 9, not " + from.priority());
            }
            header.setPriority(UnsignedByte.valueOf(from.priority().byteValue()));
        }
        if (from.timeToLiveMillis() != null) {
            if (from.timeToLiveMillis() < 1 || from.timeToLiveMillis() > 0xFFFF_FFFFL) {
                throw HttpFailure.badRequest("timeToLiveMillis must be between 1 and 4294967295");
            }
            header.setTtl(UnsignedInteger.valueOf(from.timeToLiveMillis()));
        }
        return header;
    }

    private static Properties properties(NewMessage from, String address, long now) {
        Properties properties = new Properties();
        properties.setTo(address);
        properties.setMessageId(from.messageId());
        properties.setCorrelationId(from.correlationId());
        properties.setSubject(from.subject());
        properties.setCreationTime(new Date(now));
        if (from.contentType() != null) {
            properties.setContentType(Symbol.valueOf(from.contentType()));
        }
        return properties;
    }

    private static Map<String, Object> plain(Map<String, Object> properties) throws HttpFailure {
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            Object value = property.getValue();
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw HttpFailure.badRequest(
                        "property '" + property.getKey() + "' must be text, a number, true or false");
            }
        }
        return properties;
    }

    /** Decodes what a consumer was given. */
    static MessageText decode(Delivery delivery) {
        Message message = delivery.message();
        if (message.largeBody() != null) {
            // Its sections are incomplete without the chunks, which are not read for a glance.
            return text(message, delivery.deliveryCount(), new Properties(), Map.of(), Map.of(), "large", null);
        }
        org.apache.qpid.proton.message.Message decoded = org.apache.qpid.proton.message.Message.Factory.create();
        decoded.decode(message.encoded(), 0, message.encoded().length);
        Properties properties = decoded.getProperties() == null ? new Properties() : decoded.getProperties();
        MessageAnnotations annotations = decoded.getMessageAnnotations();
        ApplicationProperties application = decoded.getApplicationProperties();
        return text(
                message,
                delivery.deliveryCount(),
                properties,
                printable(annotations == null ? Map.of() : annotations.getValue()),
                printable(application == null ? Map.of() : application.getValue()),
                bodyType(decoded.getBody()),
                body(decoded.getBody()));
    }

    /** What is known of a message that a consumer was given but that cannot be read. */
    static MessageText unreadable(Delivery delivery, UncheckedIOException cause) {
        Message nothing = Message.builder().durable(true).encoded(new byte[0]).build();
        return text(
                nothing,
                delivery.deliveryCount(),
                new Properties(),
                Map.of(),
                Map.of(),
                "unreadable",
                cause.getMessage());
    }

    private static MessageText text(
            Message message,
            int deliveryCount,
            Properties properties,
            Map<String, Object> annotations,
            Map<String, Object> application,
            String bodyType,
            String body) {
        return new MessageText(
                message.messageId(),
                properties.getCorrelationId() == null ? null : String.valueOf(properties.getCorrelationId()),
                properties.getSubject(),
                properties.getReplyTo(),
                properties.getContentType() == null
                        ? null
                        : properties.getContentType().toString(),
                message.durable(),
                message.priority(),
                message.timestamp(),
                message.expiryTime() == 0 ? null : message.expiryTime(),
                deliveryCount,
                message.size(),
                annotations,
                application,
                bodyType,
                body);
    }

    private static String bodyType(Section body) {
        if (body instanceof Data) {
            return "binary";
        } else if (body instanceof AmqpValue value) {
            return value.getValue() instanceof String
                    ? "text"
                    : value.getValue() instanceof Binary ? "binary" : "value";
        }
        return body instanceof AmqpSequence ? "value" : "none";
    }

    private static String body(Section body) {
        if (body instanceof Data data) {
            return base64(data.getValue());
        } else if (body instanceof AmqpValue value) {
            return value.getValue() instanceof Binary binary ? base64(binary) : String.valueOf(value.getValue());
        }
        return body instanceof AmqpSequence sequence ? String.valueOf(sequence.getValue()) : null;
    }

    private static String base64(Binary binary) {
        byte[] bytes = new byte[binary.getLength()];
        binary.asByteBuffer().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, Object> printable(Map<?, ?> map) {
        Map<String, Object> printable = new TreeMap<>();
        map.forEach((key, value) -> printable.put(
                String.valueOf(key),
                value instanceof Number || value instanceof Boolean ? value : String.valueOf(value)));
        return printable;
    }
}
