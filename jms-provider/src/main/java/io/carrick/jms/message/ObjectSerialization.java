package io.carrick.jms.message;

import jakarta.jms.MessageFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;

/** Objects as streams of bytes and back. */
final class ObjectSerialization {
    /** A stream of nothing but a null. */
    static final byte[] NULL = {(byte) 0xac, (byte) 0xed, 0, 5, 0x70};

    private ObjectSerialization() {}

    static byte[] write(Serializable object) throws MessageFormatException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException e) {
            throw failed("A " + object.getClass().getName() + " cannot be serialised", e);
        }
        return bytes.toByteArray();
    }

    /** Reads an object that this process has written. */
    static Object readOwn(byte[] bytes) throws MessageFormatException {
        return read(bytes, 0, bytes.length, null);
    }

    /**
     * Reads an object.
     *
     * @param policy what may occur in it; null for anything
     */
    static Object read(byte[] bytes, int from, int length, DeserializationPolicy policy) throws MessageFormatException {
        if (length == 0 || Arrays.equals(bytes, from, from + length, NULL, 0, NULL.length)) {
            return null;
        }
        try (FilteredObjectInputStream in =
                new FilteredObjectInputStream(new ByteArrayInputStream(bytes, from, length), policy)) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            // The bytes, and what the methods of the classes in them do, are the sender's.
            throw failed("The object cannot be deserialised: " + e, e);
        }
    }

    private static MessageFormatException failed(String text, Throwable cause) {
        MessageFormatException exception = new MessageFormatException(text);
        exception.initCause(cause);
        return exception;
    }
}
