package io.carrick.jms.message;

import io.carrick.jms.message.ReceivedBody.Slice;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A message with bytes: a data section, read where it was received. What could not be read as asked is still next
 * (section 3.11.3).
 */
public final class CarrickBytesMessage extends CarrickMessage implements BytesMessage {
    private static final int INITIAL_BYTES = 64;
    private static final byte[] EMPTY = new byte[0];

    /** What was written so far. */
    private byte[] buffer = EMPTY;

    private int written;
    /** What is read; null while the body is written, and until a body received is asked for. */
    private Slice source;

    private int position;

    CarrickBytesMessage(MessageSettings settings) {
        super(settings);
    }

    CarrickBytesMessage(MessageSettings settings, Received received) throws JMSException {
        super(settings, received);
    }

    @Override
    BodyType bodyType() {
        return BodyType.BYTES;
    }

    @Override
    String contentType() {
        return ContentTypes.OCTET_STREAM;
    }

    private Slice content() throws JMSException {
        if (receivedBody() != null && source == null) {
            source = ReceivedBody.data(receivedBody());
        }
        return source == null ? new Slice(buffer, 0, written) : source;
    }

    private int readable() throws JMSException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("The body can only be written; reset() makes it readable");
        }
        return content().length() - position;
    }

    /** Moves on by that many bytes; returns where they begin. */
    private int take(int count) throws JMSException {
        if (count > readable()) {
            throw new MessageEOFException("There are fewer bytes left than are to be read");
        }
        int at = source.from() + position;
        position += count;
        return at;
    }

    /** Makes room for that many bytes; returns where. */
    private int room(int count) throws JMSException {
        requireWritableBody();
        if (buffer.length - written < count) {
            int doubled = (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8);
            buffer = Arrays.copyOf(buffer, Math.max(INITIAL_BYTES, Math.max(doubled, Math.addExact(written, count))));
        }
        int at = written;
        written += count;
        return at;
    }

    @Override
    public long getBodyLength() throws JMSException {
        return position + (long) readable();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        int at = take(1);
        return source.bytes()[at] != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        int at = take(1);
        return source.bytes()[at];
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        int at = take(1);
        return source.bytes()[at] & 0xff;
    }

    @Override
    public short readShort() throws JMSException {
        int at = take(2);
        return BigEndian.getShort(source.bytes(), at);
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        int at = take(2);
        return BigEndian.getShort(source.bytes(), at) & 0xffff;
    }

    @Override
    public char readChar() throws JMSException {
        int at = take(2);
        return (char) BigEndian.getShort(source.bytes(), at);
    }

    @Override
    public int readInt() throws JMSException {
        int at = take(4);
        return BigEndian.getInt(source.bytes(), at);
    }

    @Override
    public long readLong() throws JMSException {
        int at = take(8);
        return BigEndian.getLong(source.bytes(), at);
    }

    @Override
    public float readFloat() throws JMSException {
        int at = take(4);
        return Float.intBitsToFloat(BigEndian.getInt(source.bytes(), at));
    }

    @Override
    public double readDouble() throws JMSException {
        int at = take(8);
        return Double.longBitsToDouble(BigEndian.getLong(source.bytes(), at));
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        int at = room(1);
        buffer[at] = (byte) (value ? 1 : 0);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        int at = room(1);
        buffer[at] = value;
    }

    @Override
    public void writeShort(short value) throws JMSException {
        int at = room(2);
        BigEndian.putShort(buffer, at, value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        int at = room(2);
        BigEndian.putShort(buffer, at, (short) value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        int at = room(4);
        BigEndian.putInt(buffer, at, value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        int at = room(8);
        BigEndian.putLong(buffer, at, value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        int at = room(4);
        BigEndian.putInt(buffer, at, Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        int at = room(8);
        BigEndian.putLong(buffer, at, Double.doubleToLongBits(value));
    }

    @Override
    public String readUTF() throws JMSException {
        int left = readable();
        ByteArrayInputStream in = new ByteArrayInputStream(source.bytes(), source.from() + position, left);
        try {
            String text = new DataInputStream(in).readUTF();
            position += left - in.available();
            return text;
        } catch (EOFException e) {
            throw withCause(new MessageEOFException("The string is longer than the bytes that are left"), e);
        } catch (IOException e) {
            throw withCause(new MessageFormatException("The next bytes are no string: " + e.getMessage()), e);
        }
    }

    private static <E extends JMSException> E withCause(E exception, Exception cause) {
        exception.initCause(cause);
        return exception;
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        requireWritableBody();
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length() + 2);
        try {
            new DataOutputStream(out).writeUTF(value);
        } catch (IOException e) {
            throw withCause(new MessageFormatException("The string cannot be written: " + e.getMessage()), e);
        }
        writeBytes(out.toByteArray());
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        return readBytes(value, value.length);
    }

    @Override
    public int readBytes(byte[] value, int length) throws JMSException {
        if (length < 0 || length > value.length) {
            throw new IndexOutOfBoundsException(length + " bytes into an array of " + value.length);
        }
        int left = readable();
        if (left == 0 && length > 0) {
            return -1;
        }
        int count = Math.min(left, length);
        System.arraycopy(source.bytes(), take(count), value, 0, count);
        return count;
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        int at = room(length);
        System.arraycopy(value, offset, buffer, at, length);
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        Objects.requireNonNull(value, "A null cannot be written to a BytesMessage");
        if (value instanceof String text) {
            writeUTF(text);
        } else if (value instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (value instanceof Boolean flag) {
            writeBoolean(flag);
        } else if (value instanceof Character character) {
            writeChar(character);
        } else if (value instanceof Integer number) {
            writeInt(number);
        } else if (value instanceof Long number) {
            writeLong(number);
        } else if (value instanceof Short number) {
            writeShort(number);
        } else if (value instanceof Byte number) {
            writeByte(number);
        } else if (value instanceof Float number) {
            writeFloat(number);
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else {
            requireWritableBody();
            throw new MessageFormatException("A " + value.getClass().getName() + " cannot be part of a message");
        }
    }

    @Override
    public void reset() throws JMSException {
        if (!isBodyReadOnly()) {
            source = new Slice(buffer, 0, written);
            setBodyReadOnly();
        }
        position = 0;
    }

    @Override
    void writeBody(AmqpWriter out) throws JMSException {
        Slice content = content();
        out.section(Sections.DATA);
        out.lastBinary(content.bytes(), content.from(), content.length());
    }

    @Override
    void discardBody() {
        buffer = EMPTY;
        written = 0;
        source = null;
        position = 0;
    }

    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) throws JMSException {
        Class<?> wanted = type;
        return content().length() == 0 || wanted.isAssignableFrom(byte[].class);
    }

    @Override
    Object bodyAs(Class<?> type) throws JMSException {
        if (!isBodyAssignableTo(type)) {
            throw notAssignable(type);
        }
        Slice content = content();
        return content.length() == 0
                ? null
                : Arrays.copyOfRange(content.bytes(), content.from(), content.from() + content.length());
    }
}
