package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Section;

/** Reads the small messages that control something: those whose body is one AMQP value. */
public final class AmqpValueReader {
    private AmqpValueReader() {}

    /**
     * The value of the body.
     *
     * @param message a whole message, read to its end
     * @return null if the message has no amqp-value section
     * @throws ProtocolException if it cannot be decoded
     */
    public static Object read(ByteBuf message) throws ProtocolException {
        Codec codec = Codec.current();
        Object found = null;
        while (message.isReadable()) {
            Object section = codec.readValue(message, message.writerIndex());
            if (!(section instanceof Section)) {
                throw ProtocolException.decode("a message section is expected where there is " + section);
            }
            if (section instanceof AmqpValue value) {
                found = value.getValue();
            }
        }
        return found;
    }
}
