package io.carrick.amqp.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** Sections encoded and decoded by proton-j. */
final class Encoded {
    static final AmqpValue BODY = new AmqpValue("hello");

    private Encoded() {}

    /** The sections one after another. */
    static byte[] of(Object... sections) {
        DecoderImpl decoder = new DecoderImpl();
        EncoderImpl encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        encoder.setByteBuffer(buffer);
        for (Object section : sections) {
            encoder.writeObject(section);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    static byte[] bytes(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    static org.apache.qpid.proton.message.Message decode(byte[] bytes) {
        org.apache.qpid.proton.message.Message message = org.apache.qpid.proton.message.Message.Factory.create();
        message.decode(bytes, 0, bytes.length);
        return message;
    }

    static MessageAnnotations annotations(Object... namesAndValues) {
        return new MessageAnnotations(symbols(namesAndValues));
    }

    static DeliveryAnnotations deliveryAnnotations(Object... namesAndValues) {
        return new DeliveryAnnotations(symbols(namesAndValues));
    }

    static ApplicationProperties applicationProperties(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new ApplicationProperties(map);
    }

    static Header header(boolean durable, int priority, long ttlMillis) {
        Header header = new Header();
        header.setDurable(durable);
        header.setPriority(UnsignedByte.valueOf((byte) priority));
        header.setTtl(UnsignedInteger.valueOf(ttlMillis));
        return header;
    }

    /** A message with something in every section. */
    static byte[] full() {
        Properties properties = new Properties();
        properties.setMessageId("ID:1");
        properties.setTo("topic://prices");
        properties.setSubject("tick");
        properties.setGroupId("g");
        properties.setGroupSequence(UnsignedInteger.valueOf(7));
        properties.setUserId(new Binary(new byte[] {'b', 'o', 'b'}));
        return of(
                header(true, 7, 5000),
                deliveryAnnotations("x-opt-hop", 1),
                annotations("x-opt-jms-dest", (byte) 1, "x-opt-delivery-delay", 100L),
                properties,
                applicationProperties("colour", "red", "weight", 3, "_AMQ_DUPL_ID", "d-1"),
                new Data(new Binary(new byte[300])),
                new Data(new Binary(new byte[] {1, 2, 3})),
                new Footer(new LinkedHashMap<>(symbols("x-opt-sum", 5L))));
    }

    private static Map<Symbol, Object> symbols(Object... namesAndValues) {
        Map<Symbol, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(Symbol.valueOf((String) namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
