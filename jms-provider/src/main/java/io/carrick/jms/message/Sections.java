package io.carrick.jms.message;

import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where the sections of an encoded message are (part 3, section 3.2). Their contents are not looked at. */
final class Sections {
    static final int HEADER = 0x70;
    static final int DELIVERY_ANNOTATIONS = 0x71;
    static final int MESSAGE_ANNOTATIONS = 0x72;
    static final int PROPERTIES = 0x73;
    static final int APPLICATION_PROPERTIES = 0x74;
    static final int DATA = 0x75;
    static final int SEQUENCE = 0x76;
    static final int VALUE = 0x77;
    static final int FOOTER = 0x78;

    private static final Map<String, Integer> SYMBOLS = Map.of(
            "amqp:header:list", HEADER,
            "amqp:delivery-annotations:map", DELIVERY_ANNOTATIONS,
            "amqp:message-annotations:map", MESSAGE_ANNOTATIONS,
            "amqp:properties:list", PROPERTIES,
            "amqp:application-properties:map", APPLICATION_PROPERTIES,
            "amqp:data:binary", DATA,
            "amqp:amqp-sequence:list", SEQUENCE,
            "amqp:amqp-value:*", VALUE,
            "amqp:footer:map", FOOTER);

    private final byte[] bytes;
    private int header = -1;
    private int deliveryAnnotations = -1;
    private int messageAnnotations = -1;
    private int properties = -1;
    private int applicationProperties = -1;
    private int applicationPropertiesEnd;
    private int body = -1;
    private int bodyEnd;
    private int bodyType;

    /**
     * Finds the sections.
     *
     * @throws JMSException if they are not sections, are not all there, or not in order
     */
    Sections(byte[] bytes) throws JMSException {
        this.bytes = bytes;
        AmqpReader in = new AmqpReader(bytes, 0, bytes.length);
        int last = 0;
        while (in.hasMore()) {
            int start = in.position();
            int section = descriptor(in);
            boolean repeated = section == last && (section == DATA || section == SEQUENCE);
            boolean secondBody = body >= 0 && section < FOOTER;
            if (!repeated && (section <= last || secondBody)) {
                throw Malformed.at(start, "section 0x" + Integer.toHexString(section) + " comes too late");
            }
            int value = in.position();
            in.skip();
            found(section, start, value, in.position());
            last = section;
        }
    }

    private static int descriptor(AmqpReader in) throws JMSException {
        int start = in.position();
        if (in.unsignedByte() != AmqpType.DESCRIBED) {
            throw Malformed.at(start, "a section is expected");
        }
        Object descriptor = in.peek() == AmqpType.DESCRIBED ? null : in.value();
        long code = descriptor instanceof Long number ? number : symbol(descriptor);
        if (code < HEADER || code > FOOTER) {
            throw Malformed.at(start, "no section has this descriptor");
        }
        return (int) code;
    }

    private static long symbol(Object descriptor) {
        return descriptor instanceof String symbol ? SYMBOLS.getOrDefault(symbol, -1) : -1;
    }

    private void found(int section, int start, int value, int end) {
        switch (section) {
            case HEADER -> header = value;
            case DELIVERY_ANNOTATIONS -> deliveryAnnotations = value;
            case MESSAGE_ANNOTATIONS -> messageAnnotations = value;
            case PROPERTIES -> properties = value;
            case APPLICATION_PROPERTIES -> {
                applicationProperties = value;
                applicationPropertiesEnd = end;
            }
            case DATA, SEQUENCE, VALUE -> {
                body = body < 0 ? start : body;
                bodyEnd = end;
                bodyType = section;
            }
            default -> {
                // The footer has no meaning in JMS.
            }
        }
    }

    private AmqpReader reader(int from) {
        return from < 0 ? null : new AmqpReader(bytes, from, bytes.length);
    }

    /** Reads the header; null if there is none. */
    AmqpReader header() {
        return reader(header);
    }

    AmqpReader properties() {
        return reader(properties);
    }

    /** Reads from a position within a section. */
    AmqpReader at(int position) {
        return reader(position);
    }

    AmqpReader applicationProperties() {
        return applicationProperties < 0
                ? null
                : new AmqpReader(bytes, applicationProperties, applicationPropertiesEnd);
    }

    /** Finds a message annotation; the reader is at its value. Null if there is none. */
    AmqpReader messageAnnotation(byte[] name) throws JMSException {
        return entry(messageAnnotations, name);
    }

    Object messageAnnotation(String name) throws JMSException {
        return value(messageAnnotation(ascii(name)));
    }

    Object deliveryAnnotation(String name) throws JMSException {
        return value(entry(deliveryAnnotations, ascii(name)));
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static Object value(AmqpReader in) throws JMSException {
        return in == null ? null : in.value();
    }

    /** Finds an entry of a map; the reader is at its value. Null if there is none. */
    private AmqpReader entry(int map, byte[] name) throws JMSException {
        if (map < 0) {
            return null;
        }
        AmqpReader in = reader(map);
        for (int left = in.enterMap(); left > 0; left -= 2) {
            if (in.isText(name)) {
                return in;
            }
            in.skip();
        }
        return null;
    }

    /** {@link #DATA}, {@link #SEQUENCE} or {@link #VALUE}; 0 if there is no body. */
    int bodyType() {
        return bodyType;
    }

    /** Reads the body's sections; to be stepped into by {@link #nextBody}. */
    AmqpReader body() {
        return new AmqpReader(bytes, Math.max(body, 0), bodyEnd);
    }

    /** Moves to the value of the next section of the body; false if there is none. */
    static boolean nextBody(AmqpReader in) throws JMSException {
        if (!in.hasMore()) {
            return false;
        }
        descriptor(in);
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    void copyApplicationProperties(AmqpWriter out) {
        if (applicationProperties >= 0) {
            out.section(APPLICATION_PROPERTIES);
            out.raw(bytes, applicationProperties, applicationPropertiesEnd - applicationProperties);
        }
    }

    void copyBody(AmqpWriter out) {
        out.tail(bytes, body, bodyEnd - body);
    }
}
