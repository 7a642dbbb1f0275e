package io.carrick.jms.message;

import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/**
 * The fields of an AMQP properties section (part 3, section 3.2.4), set here or received. A received field is decoded
 * when it is asked for, and written again as it came if it was not.
 */
final class PropertiesSection {
    static final int MESSAGE_ID = 0;
    static final int USER_ID = 1;
    static final int TO = 2;
    static final int SUBJECT = 3;
    static final int REPLY_TO = 4;
    static final int CORRELATION_ID = 5;
    static final int CONTENT_TYPE = 6;
    static final int CONTENT_ENCODING = 7;
    static final int ABSOLUTE_EXPIRY_TIME = 8;
    static final int CREATION_TIME = 9;
    static final int GROUP_ID = 10;
    static final int GROUP_SEQUENCE = 11;
    static final int REPLY_TO_GROUP_ID = 12;

    private static final int FIELDS = 13;
    private static final int DECODED = -1;

    private final Sections received;
    private final Object[] values = new Object[FIELDS];
    /** Where the fields are that were received and not decoded yet; null if there are none. */
    private int[] encoded;

    private boolean opened;

    /** Fields of a message received; null for a new one. */
    PropertiesSection(Sections received) {
        this.received = received;
        opened = received == null;
    }

    private void open() throws JMSException {
        if (opened) {
            return;
        }
        AmqpReader in = received.properties();
        if (in != null) {
            int count = in.enterList();
            if (count > FIELDS) {
                throw Malformed.at(in.position(), count + " fields of the properties section");
            }
            int[] positions = new int[FIELDS];
            for (int i = 0; i < FIELDS; i++) {
                positions[i] = DECODED;
                if (i < count) {
                    positions[i] = in.peek() == AmqpType.NULL ? DECODED : in.position();
                    in.skip();
                }
            }
            encoded = positions;
        }
        opened = true;
    }

    private Object get(int field) throws JMSException {
        open();
        if (encoded != null && encoded[field] != DECODED) {
            values[field] = decode(field, received.at(encoded[field]).value());
            encoded[field] = DECODED;
        }
        return values[field];
    }

    private static Object decode(int field, Object value) {
        return switch (field) {
            case MESSAGE_ID -> MessageIds.messageId(value);
            case CORRELATION_ID -> MessageIds.correlationId(value);
            case USER_ID -> value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value;
            default -> value instanceof Date date ? (Object) date.getTime() : value;
        };
    }

    /** A field that is a string in JMS. */
    String text(int field) throws JMSException {
        Object value = get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Malformed.message("field " + field + " of the properties section is no text");
    }

    /** A field that is a number in JMS; null if it is absent. */
    Long number(int field) throws JMSException {
        Object value = get(field);
        if (value == null || value instanceof Long) {
            return (Long) value;
        }
        throw Malformed.message("field " + field + " of the properties section is no number");
    }

    void set(int field, Object value) throws JMSException {
        open();
        values[field] = value;
        if (encoded != null) {
            encoded[field] = DECODED;
        }
    }

    boolean isPresent(int field) throws JMSException {
        open();
        return values[field] != null || (encoded != null && encoded[field] != DECODED);
    }

    void write(AmqpWriter out) throws JMSException {
        int count = FIELDS;
        while (count > 0 && !isPresent(count - 1)) {
            count--;
        }
        if (count == 0) {
            return;
        }
        out.section(Sections.PROPERTIES);
        int start = out.start(AmqpType.LIST32);
        for (int field = 0; field < count; field++) {
            write(field, out);
        }
        out.finish(start, count);
    }

    private void write(int field, AmqpWriter out) throws JMSException {
        Object value = values[field];
        if (encoded != null && encoded[field] != DECODED) {
            AmqpReader in = received.at(encoded[field]);
            in.skip();
            out.raw(received.bytes(), encoded[field], in.position() - encoded[field]);
        } else if (value == null) {
            out.nothing();
        } else {
            writeValue(field, out);
        }
    }

    private void writeValue(int field, AmqpWriter out) throws JMSException {
        switch (field) {
            case MESSAGE_ID, CORRELATION_ID -> MessageIds.write(out, text(field));
            case USER_ID -> out.binary(text(field).getBytes(StandardCharsets.UTF_8));
            case CONTENT_TYPE, CONTENT_ENCODING -> out.symbol(text(field));
            case ABSOLUTE_EXPIRY_TIME, CREATION_TIME -> out.timestamp(number(field));
            case GROUP_SEQUENCE -> out.uint(number(field));
            default -> out.string(text(field));
        }
    }
}
