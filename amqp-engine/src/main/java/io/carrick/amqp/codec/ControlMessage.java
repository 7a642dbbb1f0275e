package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;

/**
 * A small message that asks a node of the broker for something, or answers: properties and one value.
 *
 * @param properties never null
 * @param applicationProperties never null
 * @param value of the body, may be null
 */
public record ControlMessage(Properties properties, Map<?, ?> applicationProperties, Object value) {

    /** A message without application properties. */
    public ControlMessage(Properties properties, Object value) {
        this(properties, Map.of(), value);
    }

    /**
     * Reads a whole message, to its end.
     *
     * @throws ProtocolException if it cannot be decoded
     */
    public static ControlMessage read(ByteBuf message) throws ProtocolException {
        Codec codec = Codec.current();
        Properties properties = new Properties();
        Map<?, ?> applicationProperties = Map.of();
        Object value = null;
        while (message.isReadable()) {
            Object section = codec.readValue(message, message.writerIndex());
            if (!(section instanceof Section)) {
                throw ProtocolException.decode("a message section is expected where there is " + section);
            }
            if (section instanceof Properties found) {
                properties = found;
            } else if (section instanceof ApplicationProperties found && found.getValue() != null) {
                applicationProperties = found.getValue();
            } else if (section instanceof AmqpValue body) {
                value = body.getValue();
            }
        }
        return new ControlMessage(properties, applicationProperties, value);
    }

    /** The encoded message. */
    public byte[] encoded() {
        ByteBuf out = Unpooled.buffer();
        Codec codec = Codec.current();
        codec.writeValue(out, properties);
        if (!applicationProperties.isEmpty()) {
            codec.writeValue(out, applicationSection());
        }
        codec.writeValue(out, new AmqpValue(value));
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private ApplicationProperties applicationSection() {
        Map<String, Object> named = new LinkedHashMap<>();
        applicationProperties.forEach((name, property) -> named.put(String.valueOf(name), property));
        return new ApplicationProperties(named);
    }

    /** A message of one value and nothing else, encoded. */
    public static byte[] ofValue(Object value) {
        ByteBuf out = Unpooled.buffer();
        Codec.current().writeValue(out, new AmqpValue(value));
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
