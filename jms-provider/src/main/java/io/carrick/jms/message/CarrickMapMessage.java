package io.carrick.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message with named values: a map as AMQP value. */
public final class CarrickMapMessage extends CarrickMessage implements MapMessage {
    /** Null until the body received is asked for. */
    private Map<String, Object> entries;

    CarrickMapMessage(MessageSettings settings) {
        super(settings);
        entries = new LinkedHashMap<>();
    }

    CarrickMapMessage(MessageSettings settings, Received received) throws JMSException {
        super(settings, received);
    }

    @Override
    BodyType bodyType() {
        return BodyType.MAP;
    }

    private Map<String, Object> entries() throws JMSException {
        if (entries == null) {
            entries = ReceivedBody.map(receivedBody());
        }
        return entries;
    }

    private void put(String name, Object value) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("The name of a value must not be null or empty");
        }
        requireWritableBody();
        entries().put(name, value);
    }

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return Conversions.toBoolean(entries().get(name));
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return Conversions.toByte(entries().get(name));
    }

    @Override
    public short getShort(String name) throws JMSException {
        return Conversions.toShort(entries().get(name));
    }

    @Override
    public char getChar(String name) throws JMSException {
        return Conversions.toChar(entries().get(name));
    }

    @Override
    public int getInt(String name) throws JMSException {
        return Conversions.toInt(entries().get(name));
    }

    @Override
    public long getLong(String name) throws JMSException {
        return Conversions.toLong(entries().get(name));
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return Conversions.toFloat(entries().get(name));
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return Conversions.toDouble(entries().get(name));
    }

    @Override
    public String getString(String name) throws JMSException {
        return Conversions.toText(entries().get(name));
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setString(String name, String value) throws JMSException {
        put(name, value);
    }

    @Override
    public byte[] getBytes(String name) throws JMSException {
        byte[] value = Conversions.toBytes(entries().get(name));
        return value == null ? null : value.clone();
    }

    @Override
    public void setBytes(String name, byte[] value) throws JMSException {
        put(name, value == null ? null : value.clone());
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        put(name, value == null ? null : Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public Object getObject(String name) throws JMSException {
        return Conversions.copy(entries().get(name));
    }

    @Override
    public void setObject(String name, Object value) throws JMSException {
        put(name, Conversions.element(value));
    }

    @Override
    public Enumeration<?> getMapNames() throws JMSException {
        return Collections.enumeration(List.copyOf(entries().keySet()));
    }

    @Override
    public boolean itemExists(String name) throws JMSException {
        return entries().containsKey(name);
    }

    @Override
    void writeBody(AmqpWriter out) throws JMSException {
        out.section(Sections.VALUE);
        out.map(entries());
    }

    @Override
    void discardBody() {
        entries = new LinkedHashMap<>();
    }

    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) throws JMSException {
        return entries().isEmpty() || ((Class<?>) type).isAssignableFrom(Map.class);
    }

    @Override
    Object bodyAs(Class<?> type) throws JMSException {
        if (!isBodyAssignableTo(type)) {
            throw notAssignable(type);
        }
        if (entries().isEmpty()) {
            return null;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        entries.forEach((name, value) -> body.put(name, Conversions.copy(value)));
        return body;
    }
}
