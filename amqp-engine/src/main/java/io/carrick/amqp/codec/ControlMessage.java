package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;

/**
 * A small message that asks a node of the broker for something, or answers: properties and one value.
 *
 * @param properties never null
 * @param value of the body, may be null
 */
public record ControlMessage(Properties properties, Object value) {

    /**
     * Reads a whole message, to its end.
     *
     * @throws ProtocolException if it cannot be decoded
     */
    public static ControlMessage read(ByteBuf message) throws ProtocolException {
        Codec codec = Codec.current();
        Properties properties = new Properties();
        Object value = null;
        while (message.isReadable()) {
            Object section = codec.readValue(message, message.writerIndex());
            if (!(section instanceof Section)) {
                throw ProtocolException.decode("a message section is expected where there is " + section);
            }
            if (section instanceof Properties found) {
                properties = found;
            } else if (section instanceof AmqpValue body) {
                value = body.getValue();
            }
        }
        return new ControlMessage(properties, value);
    }

    /** The encoded message. */
    public byte[] encoded() {
        ByteBuf out = Unpooled.buffer();
        Codec codec = Codec.current();
        codec.writeValue(out, properties);
        codec.writeValue(out, new AmqpValue(value));
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
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
