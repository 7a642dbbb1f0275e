package io.carrick.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message with a sequence of values: an AMQP sequence. A value that could not be read as asked is still the next one
 * (section 3.11.3).
 */
public final class CarrickStreamMessage extends CarrickMessage implements StreamMessage {
    private static final int NO_FIELD = -1;

    /** Null until the body received is asked for. */
    private List<Object> elements;

    private int position;
    /** How much was read of the byte array at the position. */
    private int fieldPosition = NO_FIELD;

    CarrickStreamMessage(MessageSettings settings) {
        super(settings);
        elements = new ArrayList<>();
    }

    CarrickStreamMessage(MessageSettings settings, Received received) throws JMSException {
        super(settings, received);
    }

    @Override
    BodyType bodyType() {
        return BodyType.STREAM;
    }

    private List<Object> elements() throws JMSException {
        if (elements == null) {
            elements = ReceivedBody.stream(receivedBody());
        }
        return elements;
    }

    private void append(Object value) throws JMSException {
        requireWritableBody();
        elements().add(value);
    }

    /** The value at the position, which stays there. */
    private Object next() throws JMSException {
        Object value = nextOrField();
        if (fieldPosition != NO_FIELD) {
            throw new MessageFormatException("The byte array before this value was not read to its end");
        }
        return value;
    }

    private Object nextOrField() throws JMSException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("The body can only be written; reset() makes it readable");
        }
        if (position >= elements().size()) {
            throw new MessageEOFException("The stream has no more values");
        }
        return elements.get(position);
    }

    @Override
    public boolean readBoolean() throws JMSException {
        boolean value = Conversions.toBoolean(next());
        position++;
        return value;
    }

    @Override
    public byte readByte() throws JMSException {
        byte value = Conversions.toByte(next());
        position++;
        return value;
    }

    @Override
    public short readShort() throws JMSException {
        short value = Conversions.toShort(next());
        position++;
        return value;
    }

    @Override
    public char readChar() throws JMSException {
        char value = Conversions.toChar(next());
        position++;
        return value;
    }

    @Override
    public int readInt() throws JMSException {
        int value = Conversions.toInt(next());
        position++;
        return value;
    }

    @Override
    public long readLong() throws JMSException {
        long value = Conversions.toLong(next());
        position++;
        return value;
    }

    @Override
    public float readFloat() throws JMSException {
        float value = Conversions.toFloat(next());
        position++;
        return value;
    }

    @Override
    public double readDouble() throws JMSException {
        double value = Conversions.toDouble(next());
        position++;
        return value;
    }

    @Override
    public String readString() throws JMSException {
        String value = Conversions.toText(next());
        position++;
        return value;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        append(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        append(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        append(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        append(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        append(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        append(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        append(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        append(value);
    }

    @Override
    public void writeString(String value) throws JMSException {
        append(value);
    }

    @Override
    public int readBytes(byte[] buffer) throws JMSException {
        byte[] field = Conversions.toBytes(nextOrField());
        if (field == null) {
            position++;
            return -1;
        }
        if (fieldPosition == field.length && field.length > 0) {
            endField();
            return -1;
        }
        int from = Math.max(fieldPosition, 0);
        int count = Math.min(buffer.length, field.length - from);
        System.arraycopy(field, from, buffer, 0, count);
        fieldPosition = from + count;
        if (count < buffer.length || field.length == 0) {
            endField();
        }
        return count;
    }

    private void endField() {
        fieldPosition = NO_FIELD;
        position++;
    }

    @Override
    public Object readObject() throws JMSException {
        Object value = Conversions.copy(next());
        position++;
        return value;
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        append(value == null ? null : value.clone());
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        append(Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        requireWritableBody();
        append(Conversions.element(value));
    }

    @Override
    public void reset() {
        setBodyReadOnly();
        position = 0;
        fieldPosition = NO_FIELD;
    }

    @Override
    void writeBody(AmqpWriter out) throws JMSException {
        out.section(Sections.SEQUENCE);
        out.list(elements());
    }

    @Override
    void discardBody() {
        elements = new ArrayList<>();
        position = 0;
        fieldPosition = NO_FIELD;
    }

    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) {
        return false;
    }

    @Override
    Object bodyAs(Class<?> type) throws JMSException {
        throw notAssignable(type);
    }
}
