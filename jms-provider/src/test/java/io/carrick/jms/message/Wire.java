package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Sends messages to nobody and receives them again. */
final class Wire {
    static final long NOW = 1_700_000_000_000L;
    static final CarrickDestination CONSUMED = new CarrickQueue("consumed");

    private final MessageFactory factory;

    Wire() {
        this(MessageSettings.DEFAULT);
    }

    Wire(MessageSettings settings) {
        factory = new MessageFactory(settings, () -> NOW);
    }

    MessageFactory factory() {
        return factory;
    }

    byte[] encode(Message message) throws JMSException {
        return factory.encode((CarrickMessage) message);
    }

    CarrickMessage decode(byte[] encoded) throws JMSException {
        return factory.decode(new Delivery(encoded), CONSUMED);
    }

    @SuppressWarnings("unchecked")
    <M extends Message> M received(M message) throws JMSException {
        return (M) decode(encode(message));
    }

    static byte[] encode(org.apache.qpid.proton.message.Message message) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int length = message.encode(buffer.array(), 0, buffer.capacity());
        return Arrays.copyOf(buffer.array(), length);
    }

    static org.apache.qpid.proton.message.Message protonDecode(byte[] encoded) {
        org.apache.qpid.proton.message.Message message = org.apache.qpid.proton.message.Message.Factory.create();
        int read = message.decode(encoded, 0, encoded.length);
        if (read != encoded.length) {
            throw new AssertionError("Only " + read + " of " + encoded.length + " bytes were read");
        }
        return message;
    }

    record Delivery(byte[] encoded) implements InboundDelivery {
        @Override
        public boolean isCurrent() {
            return true;
        }
    }
}
