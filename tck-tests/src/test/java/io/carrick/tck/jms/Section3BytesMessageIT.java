package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes messages. */
@Specification("BytesMessage")
class Section3BytesMessageIT extends JmsSpecification {

    private static Map<String, ThrowingCallable> readers(BytesMessage message) {
        Map<String, ThrowingCallable> readers = new LinkedHashMap<>();
        readers.put("readBoolean", message::readBoolean);
        readers.put("readByte", message::readByte);
        readers.put("readUnsignedByte", message::readUnsignedByte);
        readers.put("readShort", message::readShort);
        readers.put("readUnsignedShort", message::readUnsignedShort);
        readers.put("readChar", message::readChar);
        readers.put("readInt", message::readInt);
        readers.put("readLong", message::readLong);
        readers.put("readFloat", message::readFloat);
        readers.put("readDouble", message::readDouble);
        readers.put("readUTF", message::readUTF);
        return readers;
    }

    private static Map<String, ThrowingCallable> writers(BytesMessage message) {
        Map<String, ThrowingCallable> writers = new LinkedHashMap<>();
        writers.put("writeBoolean", () -> message.writeBoolean(true));
        writers.put("writeByte", () -> message.writeByte((byte) 1));
        writers.put("writeShort", () -> message.writeShort((short) 1));
        writers.put("writeChar", () -> message.writeChar('c'));
        writers.put("writeInt", () -> message.writeInt(1));
        writers.put("writeLong", () -> message.writeLong(1));
        writers.put("writeFloat", () -> message.writeFloat(1));
        writers.put("writeDouble", () -> message.writeDouble(1));
        writers.put("writeUTF", () -> message.writeUTF("x"));
        writers.put("writeBytes", () -> message.writeBytes(new byte[1]));
        writers.put("writeBytes part", () -> message.writeBytes(new byte[2], 0, 1));
        writers.put("writeObject", () -> message.writeObject(1));
        return writers;
    }

    private static void assertAllThrow(Map<String, ThrowingCallable> calls, Class<?> expected) {
        SoftAssertions all = new SoftAssertions();
        calls.forEach((name, call) -> all.assertThatThrownBy(call).as(name).isInstanceOf(expected));
        all.assertAll();
    }

    private static BytesMessage fill(BytesMessage message) throws JMSException {
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.writeShort((short) -2);
        message.writeChar('ß');
        message.writeInt(Integer.MIN_VALUE);
        message.writeLong(Long.MAX_VALUE);
        message.writeFloat(1.5f);
        message.writeDouble(Double.MIN_VALUE);
        message.writeUTF("größer");
        message.writeBytes(new byte[] {1, 2, 3});
        return message;
    }

    private static void assertFilled(BytesMessage message) throws JMSException {
        assertThat(message.readBoolean()).isTrue();
        assertThat(message.readByte()).isEqualTo((byte) -1);
        assertThat(message.readUnsignedByte()).isEqualTo(255);
        assertThat(message.readShort()).isEqualTo((short) -2);
        assertThat(message.readUnsignedShort()).isEqualTo(65_534);
        assertThat(message.readChar()).isEqualTo('ß');
        assertThat(message.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(message.readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(message.readFloat()).isEqualTo(1.5f);
        assertThat(message.readDouble()).isEqualTo(Double.MIN_VALUE);
        assertThat(message.readUTF()).isEqualTo("größer");
        byte[] rest = new byte[3];
        assertThat(message.readBytes(rest)).isEqualTo(3);
        assertThat(rest).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatWasWritten(Stage stage) throws JMSException {
        BytesMessage read = stage.reach(this, BytesMessage.class, fill(session.createBytesMessage()));

        assertFilled(read);
        read.reset();
        assertFilled(read);
    }

    @Test
    @Specification("BytesMessage.writeObject")
    void shouldWriteObjectsAsTheirPrimitives() throws JMSException {
        BytesMessage message = session.createBytesMessage();
        for (Object value : new Object[] {
            true,
            (byte) -1,
            (byte) -1,
            (short) -2,
            (short) -2,
            'ß',
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            1.5f,
            Double.MIN_VALUE,
            "größer",
            new byte[] {1, 2, 3}
        }) {
            message.writeObject(value);
        }

        assertFilled(roundTrip(BytesMessage.class, message));
    }

    @Test
    @Specification("3.12")
    void shouldRefuseNull() throws JMSException {
        BytesMessage message = session.createBytesMessage();

        assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeUTF(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeBytes(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    @Specification("BytesMessage.writeObject")
    void shouldRefuseObjectsOfOtherTypes() throws JMSException {
        BytesMessage message = session.createBytesMessage();

        for (Object value : new Object[] {new Object(), List.of(), new int[1]}) {
            assertThatThrownBy(() -> message.writeObject(value)).isInstanceOf(MessageFormatException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Specification("BytesMessage.getBodyLength")
    void shouldKnowItsLength(Stage stage) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeInt(1);
        message.writeByte((byte) 2);
        BytesMessage read = stage.reach(this, BytesMessage.class, message);
        read.readByte();

        assertThat(read.getBodyLength()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("BytesMessage.readBytes")
    void shouldReadBytesInPieces(Stage stage) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        BytesMessage read = stage.reach(this, BytesMessage.class, message);
        byte[] buffer = new byte[2];

        assertThat(read.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(1, 2);
        assertThat(read.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer).containsExactly(3, 2);
        assertThat(read.readBytes(buffer)).isEqualTo(-1);
        read.reset();
        assertThat(read.readBytes(buffer, 1)).isEqualTo(1);
        assertThat(read.readByte()).isEqualTo((byte) 2);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("BytesMessage.readBytes")
    void shouldRefuseToReadMoreBytesThanTheBufferHolds(Stage stage) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeInt(1);
        BytesMessage read = stage.reach(this, BytesMessage.class, message);

        assertThatThrownBy(() -> read.readBytes(new byte[2], 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> read.readBytes(new byte[2], -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(read.readInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("10.3")
    void shouldEndWithAnException(Stage stage) throws JMSException {
        BytesMessage read = stage.reach(this, BytesMessage.class, session.createBytesMessage());

        assertAllThrow(readers(read), MessageEOFException.class);
        assertThat(read.readBytes(new byte[1])).isEqualTo(-1);
    }

    @Test
    @Specification("10.3")
    void shouldNotBeReadableWhileItIsWritten() throws JMSException {
        BytesMessage message = fill(session.createBytesMessage());

        assertAllThrow(readers(message), MessageNotReadableException.class);
        assertThatThrownBy(message::getBodyLength).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> message.readBytes(new byte[1])).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> message.readBytes(new byte[1], 1)).isInstanceOf(MessageNotReadableException.class);
    }

    @Test
    @Specification("BytesMessage.reset")
    void shouldNotBeWritableAfterReset() throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.reset();

        assertAllThrow(writers(message), MessageNotWriteableException.class);
    }

    @Test
    @Specification("3.11.2")
    void shouldNotChangeTheBodyOfAReceivedMessage() throws JMSException {
        assertAllThrow(
                writers(roundTrip(BytesMessage.class, fill(session.createBytesMessage()))),
                MessageNotWriteableException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.1")
    void shouldBeEmptyAndWritableOnceCleared(Stage stage) throws JMSException {
        BytesMessage read = stage.reach(this, BytesMessage.class, fill(session.createBytesMessage()));

        read.clearBody();

        assertThatThrownBy(read::readByte).isInstanceOf(MessageNotReadableException.class);
        read.writeInt(2);
        read.reset();
        assertThat(read.getBodyLength()).isEqualTo(4);
        assertThat(read.readInt()).isEqualTo(2);
    }

    @Test
    @Specification("3.12")
    void shouldCopyBytes() throws JMSException {
        byte[] value = {1, 2};
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(value);
        value[0] = 9;
        message.reset();
        message.getBody(byte[].class)[1] = 9;

        assertThat(message.getBody(byte[].class)).containsExactly(1, 2);
    }

    @Test
    @Specification("3.9")
    void shouldNotSendWhatIsWrittenAfterTheSend() throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeInt(1);
        sendMessage(queue, message);
        message.clearBody();
        message.writeInt(2);
        sendMessage(queue, message);

        assertThat(((BytesMessage) receive(queue)).readInt()).isEqualTo(1);
        assertThat(((BytesMessage) receive(queue)).readInt()).isEqualTo(2);
    }

    @Test
    @Specification("BytesMessage.writeBytes")
    void shouldCarryAMessageOfManyFrames() throws JMSException {
        byte[] large = new byte[3_000_000];
        new Random(7).nextBytes(large);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(large);

        assertThat(roundTrip(BytesMessage.class, message).getBody(byte[].class)).isEqualTo(large);
    }
}
