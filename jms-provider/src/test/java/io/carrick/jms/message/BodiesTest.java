package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private final Wire wire = new Wire();

    static final List<String> TEXTS = List.of(
            "", "text", "é", "\ud83d\ude00", "x".repeat(85), "é".repeat(85), "x".repeat(86), "€".repeat(100_000));

    @Test
    void shouldCarryTextsOfAnyLength() throws JMSException {
        for (String text : TEXTS) {
            assertThat(wire.received(wire.factory().createTextMessage(text)).getText())
                    .isEqualTo(text);
        }
    }

    @Test
    void shouldGiveTextsAsBody() throws JMSException {
        TextMessage message = wire.received(wire.factory().createTextMessage("text"));
        assertThat(message.getBody(String.class)).isEqualTo("text");
        assertThat(message.getBody(Object.class)).isEqualTo("text");
        assertThat(message.isBodyAssignableTo(CharSequence.class)).isTrue();
        assertThat(message.isBodyAssignableTo(Integer.class)).isFalse();
        assertThatThrownBy(() -> message.getBody(Integer.class)).isInstanceOf(MessageFormatException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(classes = {String.class, Map.class, byte[].class, Integer.class})
    void shouldGiveNullForTheBodyOfAMessageWithoutOne(Class<?> type) throws JMSException {
        Class<?> wanted = type == null ? Object.class : type;
        List<Message> messages = List.of(
                wire.factory().createMessage(),
                wire.factory().createTextMessage(null),
                wire.factory().createBytesMessage(),
                wire.factory().createMapMessage(),
                wire.factory().createObjectMessage(null));
        for (Message message : messages) {
            for (Message each : List.of(message, wire.received(message))) {
                assertThat(each.isBodyAssignableTo(wanted)).isTrue();
                assertThat((Object) each.getBody(wanted)).isNull();
            }
        }
        StreamMessage stream = wire.factory().createStreamMessage();
        assertThat(stream.isBodyAssignableTo(wanted)).isFalse();
        assertThatThrownBy(() -> stream.getBody(wanted)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldLetBodiesReceivedOnlyBeReadUntilTheyAreCleared() throws JMSException {
        TextMessage text = wire.received(wire.factory().createTextMessage("text"));
        text.setJMSType("type");
        assertThatThrownBy(() -> text.setText("other")).isInstanceOf(MessageNotWriteableException.class);
        text.clearBody();
        assertThat(text.getText()).isNull();
        text.setText("other");
        assertThat(wire.received(text).getText()).isEqualTo("other");
        MapMessage map = wire.received(wire.factory().createMapMessage());
        assertThatThrownBy(() -> map.setInt("a", 1)).isInstanceOf(MessageNotWriteableException.class);
        map.clearBody();
        map.setInt("a", 1);
        assertThat(wire.received(map).getInt("a")).isEqualTo(1);
    }

    private BytesMessage everyKind() throws JMSException {
        BytesMessage bytes = wire.factory().createBytesMessage();
        bytes.writeBoolean(true);
        bytes.writeByte((byte) -2);
        bytes.writeByte((byte) -2);
        bytes.writeShort((short) -3);
        bytes.writeShort((short) -3);
        bytes.writeChar('€');
        bytes.writeInt(-4);
        bytes.writeLong(-5);
        bytes.writeFloat(1.5f);
        bytes.writeDouble(2.5);
        bytes.writeUTF("é\0");
        bytes.writeBytes(new byte[] {1, 2, 3}, 1, 2);
        return bytes;
    }

    @Test
    void shouldReadBytesAsTheyWereWritten() throws JMSException {
        BytesMessage sent = everyKind();
        BytesMessage received = wire.received(sent);
        sent.reset();
        for (BytesMessage bytes : List.of(sent, received)) {
            assertThat(bytes.getBodyLength()).isEqualTo(1 + 2 + 4 + 2 + 4 + 8 + 4 + 8 + 6 + 2);
            assertThat(bytes.readBoolean()).isTrue();
            assertThat(bytes.readByte()).isEqualTo((byte) -2);
            assertThat(bytes.readUnsignedByte()).isEqualTo(254);
            assertThat(bytes.readShort()).isEqualTo((short) -3);
            assertThat(bytes.readUnsignedShort()).isEqualTo(65533);
            assertThat(bytes.readChar()).isEqualTo('€');
            assertThat(bytes.readInt()).isEqualTo(-4);
            assertThat(bytes.readLong()).isEqualTo(-5);
            assertThat(bytes.readFloat()).isEqualTo(1.5f);
            assertThat(bytes.readDouble()).isEqualTo(2.5);
            assertThat(bytes.readUTF()).isEqualTo("é\0");
            byte[] rest = new byte[4];
            assertThat(bytes.readBytes(rest)).isEqualTo(2);
            assertThat(rest).containsExactly(2, 3, 0, 0);
            assertThat(bytes.readBytes(rest)).isEqualTo(-1);
            assertThat(bytes.getBodyLength()).isEqualTo(41);
            bytes.reset();
            assertThat(bytes.readBoolean()).isTrue();
        }
    }

    @Test
    void shouldStayWhereItIsIfThereAreTooFewBytes() throws JMSException {
        BytesMessage bytes = wire.factory().createBytesMessage();
        bytes.writeBytes(new byte[] {0, 9, 1});
        bytes.reset();
        assertThatThrownBy(bytes::readInt).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(bytes::readUTF).isInstanceOf(MessageEOFException.class);
        assertThat(bytes.readShort()).isEqualTo((short) 9);
        assertThat(bytes.readByte()).isEqualTo((byte) 1);
        assertThatThrownBy(bytes::readByte).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(bytes::readUTF).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(() -> bytes.readBytes(new byte[1], 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.readBytes(new byte[1], -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldOnlyWriteBytesBeforeResetAndOnlyReadThemAfter() throws JMSException {
        BytesMessage bytes = wire.factory().createBytesMessage();
        assertThatThrownBy(bytes::readByte).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(bytes::getBodyLength).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> bytes.readBytes(new byte[1])).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> bytes.writeObject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> bytes.writeObject(new Object())).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> bytes.writeUTF("x".repeat(65536))).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> bytes.writeBytes(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        bytes.writeByte((byte) 1);
        bytes.reset();
        assertThatThrownBy(() -> bytes.writeByte((byte) 1)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> bytes.writeObject(1)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(bytes.getBody(byte[].class)).containsExactly(1);
        assertThat(bytes.isBodyAssignableTo(String.class)).isFalse();
        bytes.clearBody();
        bytes.writeByte((byte) 2);
        assertThat(wire.received(bytes).readByte()).isEqualTo((byte) 2);
    }

    @Test
    void shouldReadByteFieldsOfStreamsByParts() throws JMSException {
        StreamMessage stream = wire.factory().createStreamMessage();
        stream.writeBytes(new byte[] {1, 2, 3});
        stream.writeBytes(new byte[] {9, 4, 5, 9}, 1, 2);
        stream.writeBytes(new byte[0]);
        stream.writeBytes(null);
        stream.writeInt(7);
        StreamMessage received = wire.received(stream);
        byte[] buffer = new byte[2];
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThatThrownBy(received::readObject).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(received::readString).isInstanceOf(MessageFormatException.class);
        assertThat(received.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer).containsExactly(3, 2);
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThat(received.readBytes(buffer)).isZero();
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThatThrownBy(() -> received.readBytes(buffer)).isInstanceOf(MessageFormatException.class);
        assertThat(received.readInt()).isEqualTo(7);
        assertThatThrownBy(received::readInt).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(() -> received.readBytes(buffer)).isInstanceOf(MessageEOFException.class);
        received.reset();
        assertThat((byte[]) received.readObject()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldOnlyWriteStreamsBeforeResetAndOnlyReadThemAfter() throws JMSException {
        StreamMessage stream = wire.factory().createStreamMessage();
        assertThatThrownBy(stream::readInt).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> stream.readBytes(new byte[1])).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> stream.writeObject(List.of())).isInstanceOf(MessageFormatException.class);
        stream.writeObject(null);
        stream.reset();
        assertThatThrownBy(() -> stream.writeInt(1)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(stream.readObject()).isNull();
        stream.clearBody();
        stream.writeInt(1);
        assertThat(wire.received(stream).readInt()).isEqualTo(1);
    }

    @Test
    void shouldKeepNamesAndNullsOfMaps() throws JMSException {
        MapMessage map = wire.factory().createMapMessage();
        map.setString("a b", "v");
        map.setObject("null", null);
        map.setBytes("bytes", new byte[] {1, 2, 3}, 1, 1);
        assertThatThrownBy(() -> map.setInt(null, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map.setInt("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map.setObject("a", List.of())).isInstanceOf(MessageFormatException.class);
        MapMessage received = wire.received(map);
        assertThat(Collections.list((Enumeration<?>) received.getMapNames())).hasToString("[a b, null, bytes]");
        assertThat(received.itemExists("null")).isTrue();
        assertThat(received.itemExists("other")).isFalse();
        assertThat(received.itemExists(null)).isFalse();
        assertThat(received.getString(null)).isNull();
        assertThat(received.getBytes("bytes")).containsExactly(2);
        assertThat(((Map<?, ?>) received.getBody(Map.class)).keySet()).hasToString("[a b, null, bytes]");
        assertThat(received.isBodyAssignableTo(Map.class)).isTrue();
        assertThatThrownBy(() -> received.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldNotShareArraysWithTheApplication() throws JMSException {
        byte[] array = {1};
        MapMessage map = wire.factory().createMapMessage();
        map.setBytes("a", array);
        map.setObject("b", array);
        StreamMessage stream = wire.factory().createStreamMessage();
        stream.writeBytes(array);
        ArrayList<Serializable> list = new ArrayList<>();
        var object = wire.factory().createObjectMessage(list);
        array[0] = 2;
        list.add("later");
        map.getBytes("a")[0] = 3;
        ((byte[]) map.getObject("b"))[0] = 3;
        stream.reset();
        assertThat(map.getBytes("a")).containsExactly(1);
        assertThat(map.getBytes("b")).containsExactly(1);
        assertThat((byte[]) stream.readObject()).containsExactly(1);
        assertThat(object.getObject()).isEqualTo(new ArrayList<>());
    }
}
