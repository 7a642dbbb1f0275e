package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.StreamMessage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stream messages. */
@Specification("3.11.3")
class Section3StreamMessageIT extends JmsSpecification {
    private static final Set<ValueType> EXCEPT_BYTES = EnumSet.complementOf(EnumSet.of(ValueType.BYTES));

    static Stream<Arguments> typesAtStages() {
        return Stream.of(ValueType.values())
                .flatMap(type -> Stream.of(Stage.values()).map(stage -> Arguments.of(type, stage)));
    }

    private static void write(StreamMessage message, ValueType type, Object value) throws JMSException {
        switch (type) {
            case BOOLEAN -> message.writeBoolean((Boolean) value);
            case BYTE -> message.writeByte((Byte) value);
            case SHORT -> message.writeShort((Short) value);
            case CHAR -> message.writeChar((Character) value);
            case INT -> message.writeInt((Integer) value);
            case LONG -> message.writeLong((Long) value);
            case FLOAT -> message.writeFloat((Float) value);
            case DOUBLE -> message.writeDouble((Double) value);
            case STRING -> message.writeString((String) value);
            case BYTES -> message.writeBytes((byte[]) value);
        }
    }

    private static Object read(StreamMessage message, ValueType type) throws JMSException {
        return switch (type) {
            case BOOLEAN -> message.readBoolean();
            case BYTE -> message.readByte();
            case SHORT -> message.readShort();
            case CHAR -> message.readChar();
            case INT -> message.readInt();
            case LONG -> message.readLong();
            case FLOAT -> message.readFloat();
            case DOUBLE -> message.readDouble();
            case STRING -> message.readString();
            case BYTES -> readBytes(message);
        };
    }

    private static byte[] readBytes(StreamMessage message) throws JMSException {
        byte[] buffer = new byte[16];
        int length = message.readBytes(buffer);
        return length < 0 ? null : java.util.Arrays.copyOf(buffer, length);
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.11.3")
    void shouldConvertAsTheTableSays(ValueType type, Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        write(message, type, type.example());

        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        Table.checkRow(type, EnumSet.allOf(ValueType.class), column -> {
            read.reset();
            return read(read, column);
        });
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.11.3")
    void shouldConvertWhatWasWrittenAsObjectAsTheTableSays(ValueType type, Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeObject(type.example());

        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        assertThat(read.readObject()).isEqualTo(type.example());
        Table.checkRow(type, EnumSet.allOf(ValueType.class), column -> {
            read.reset();
            return read(read, column);
        });
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.11.3")
    void shouldStayWhereItIsWhenAValueCannotBeReadAsAType(ValueType type, Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        write(message, type, type.example());
        message.writeString("next");
        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        for (ValueType column : EnumSet.complementOf(EnumSet.copyOf(type.readableAs()))) {
            assertThatThrownBy(() -> read(read, column)).isInstanceOf(MessageFormatException.class);
        }

        assertThat(read.readObject()).isEqualTo(type.example());
        assertThat(read.readString()).isEqualTo("next");
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.3")
    void shouldReadNullAsValueOfNull(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeString(null);
        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        Table.checkNull(EXCEPT_BYTES, column -> {
            read.reset();
            return read(read, column);
        });
        read.reset();
        assertThat(read.readObject()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    @Specification("StreamMessage.readBytes")
    void shouldReadBytesThatAreNullAsMinusOne(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeObject(null);
        message.writeString("next");
        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        assertThat(read.readBytes(new byte[4])).isEqualTo(-1);
        assertThat(read.readString()).isEqualTo("next");
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.3")
    void shouldRefuseTextThatIsNoNumberAndStayWhereItIs(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeString("no number");
        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        Table.checkNoNumber(column -> read(read, column));

        read.reset();
        assertThatThrownBy(read::readInt).isInstanceOf(NumberFormatException.class);
        assertThat(read.readString()).isEqualTo("no number");
    }

    @ParameterizedTest
    @EnumSource
    @Specification("StreamMessage.readBytes")
    void shouldReadBytesInPieces(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        message.writeInt(6);
        StreamMessage read = stage.reach(this, StreamMessage.class, message);
        byte[] buffer = new byte[2];

        assertThat(read.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(1, 2);
        assertThat(read.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(3, 4);
        assertThat(read.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer).containsExactly(5, 4);
        assertThat(read.readInt()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("StreamMessage.readBytes")
    void shouldEndBytesThatFillTheBufferWithMinusOne(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {1, 2});
        message.writeInt(6);
        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        assertThat(read.readBytes(new byte[2])).isEqualTo(2);
        assertThat(read.readBytes(new byte[2])).isEqualTo(-1);
        assertThat(read.readInt()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("StreamMessage.readBytes")
    void shouldRefuseToReadAnotherValueBeforeTheEndOfBytes(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {1, 2});
        message.writeInt(6);
        StreamMessage read = stage.reach(this, StreamMessage.class, message);
        read.readBytes(new byte[1]);

        assertThatThrownBy(read::readInt).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(read::readObject).isInstanceOf(MessageFormatException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("StreamMessage.readBytes")
    void shouldReadEmptyBytesAsZero(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[0]);
        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        assertThat(read.readBytes(new byte[2])).isZero();
    }

    @Test
    @Specification("StreamMessage.writeBytes")
    void shouldWriteAPartOfBytes() throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {0, 1, 2, 3}, 1, 2);

        assertThat(readBytes(roundTrip(StreamMessage.class, message))).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("10.3")
    void shouldEndWithAnException(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeInt(1);
        StreamMessage read = stage.reach(this, StreamMessage.class, message);
        read.readInt();

        SoftAssertions readers = new SoftAssertions();
        for (ValueType type : ValueType.values()) {
            readers.assertThatThrownBy(() -> read(read, type)).as("%s", type).isInstanceOf(MessageEOFException.class);
        }
        readers.assertThatThrownBy(read::readObject).isInstanceOf(MessageEOFException.class);
        readers.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    @Specification("10.3")
    void shouldNotBeReadableWhileItIsWritten(ValueType type) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        write(message, type, type.example());

        assertThatThrownBy(() -> read(message, type)).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(message::readObject).isInstanceOf(MessageNotReadableException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("StreamMessage.reset")
    void shouldNotBeWritableAfterReset(ValueType type) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.reset();

        assertThatThrownBy(() -> write(message, type, type.example())).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> message.writeObject(type.example())).isInstanceOf(MessageNotWriteableException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.2")
    void shouldNotChangeTheBodyOfAReceivedMessage(ValueType type) throws JMSException {
        StreamMessage received = roundTrip(StreamMessage.class, session.createStreamMessage());

        assertThatThrownBy(() -> write(received, type, type.example()))
                .isInstanceOf(MessageNotWriteableException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.1")
    void shouldBeEmptyAndWritableOnceCleared(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeInt(1);
        StreamMessage read = stage.reach(this, StreamMessage.class, message);

        read.clearBody();

        assertThatThrownBy(read::readInt).isInstanceOf(MessageNotReadableException.class);
        read.writeInt(2);
        read.reset();
        assertThat(read.readInt()).isEqualTo(2);
    }

    @Test
    @Specification("StreamMessage.writeObject")
    void shouldRefuseObjectsOfOtherTypes() throws JMSException {
        StreamMessage message = session.createStreamMessage();

        for (Object value : new Object[] {new Object(), List.of(), new int[1]}) {
            assertThatThrownBy(() -> message.writeObject(value)).isInstanceOf(MessageFormatException.class);
        }
    }

    @Test
    @Specification("3.12")
    void shouldCopyBytes() throws JMSException {
        byte[] value = {1, 2};
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(value);
        message.writeObject(value);
        value[0] = 9;
        message.reset();

        assertThat(readBytes(message)).containsExactly(1, 2);
        byte[] read = (byte[]) message.readObject();
        assertThat(read).containsExactly(1, 2);
        read[0] = 9;
        message.reset();
        assertThat(readBytes(message)).containsExactly(1, 2);
        assertThat((byte[]) message.readObject()).containsExactly(1, 2);
    }
}
