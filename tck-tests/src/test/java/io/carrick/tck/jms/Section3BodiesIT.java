package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the forms of message body have in common, text and object messages; the other forms have classes of their own. */
@Specification("3.11")
class Section3BodiesIT extends JmsSpecification {

    @ParameterizedTest
    @EnumSource
    @Specification("TextMessage.setText")
    void shouldCarryText(Stage stage) throws JMSException {
        for (String text : new String[] {"text", "", "größer \uD83D\uDE00", "x".repeat(200_000), "a\u0000b"}) {
            TextMessage read = stage.reach(this, TextMessage.class, session.createTextMessage(text));
            assertThat(read.getText()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.12")
    void shouldCarryNoText(Stage stage) throws JMSException {
        assertThat(stage.reach(this, TextMessage.class, session.createTextMessage())
                        .getText())
                .isNull();
        assertThat(stage.reach(this, TextMessage.class, session.createTextMessage(null))
                        .getText())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    @Specification("ObjectMessage.getObject")
    void shouldCarryAnObject(Stage stage) throws JMSException {
        ArrayList<String> value = new ArrayList<>(List.of("a", "b"));
        ObjectMessage message = session.createObjectMessage();
        message.setObject(value);

        assertThat(stage.reach(this, ObjectMessage.class, message).getObject()).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.12")
    void shouldCarryNoObject(Stage stage) throws JMSException {
        assertThat(stage.reach(this, ObjectMessage.class, session.createObjectMessage())
                        .getObject())
                .isNull();
        assertThat(stage.reach(this, ObjectMessage.class, session.createObjectMessage(null))
                        .getObject())
                .isNull();
    }

    @Test
    @Specification("3.12")
    void shouldCopyTheObjectWhenItIsSet() throws JMSException {
        ArrayList<String> value = new ArrayList<>(List.of("as set"));
        ObjectMessage message = session.createObjectMessage(value);
        value.add("changed");

        assertThat(message.getObject()).isEqualTo(List.of("as set"));
        assertThat(roundTrip(ObjectMessage.class, message).getObject()).isEqualTo(List.of("as set"));
    }

    @Test
    @Specification("3.12")
    void shouldCopyTheObjectWhenItIsRead() throws JMSException {
        ObjectMessage message = session.createObjectMessage(new ArrayList<>(List.of("as set")));
        ((List<?>) message.getObject()).clear();

        assertThat(message.getObject()).isEqualTo(List.of("as set"));
    }

    @Test
    @Specification("ObjectMessage.setObject")
    void shouldRefuseAnObjectThatCannotBeSerialized() throws JMSException {
        ObjectMessage message = session.createObjectMessage();
        ArrayList<Object> unserializable = new ArrayList<>(List.of(new Object()));

        assertThatThrownBy(() -> message.setObject(unserializable)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    @Specification("3.11.2")
    void shouldNotChangeTheBodyOfAReceivedMessage() throws JMSException {
        TextMessage text = roundTrip(TextMessage.class, session.createTextMessage("text"));
        ObjectMessage object = roundTrip(ObjectMessage.class, session.createObjectMessage("object"));

        assertThatThrownBy(() -> text.setText("changed")).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> object.setObject("changed")).isInstanceOf(MessageNotWriteableException.class);
        assertThat(text.getText()).isEqualTo("text");
        assertThat(object.getObject()).isEqualTo("object");
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.1")
    void shouldClearTheBodyAndKeepTheProperties(Stage stage) throws JMSException {
        TextMessage message = session.createTextMessage("text");
        message.setIntProperty("one", 1);
        TextMessage text = stage.reach(this, TextMessage.class, message);
        text.clearBody();
        assertThat(text.getText()).isNull();
        assertThat(text.getIntProperty("one")).isEqualTo(1);
        text.setText("new");
        assertThat(text.getText()).isEqualTo("new");

        ObjectMessage object = stage.reach(this, ObjectMessage.class, session.createObjectMessage("object"));
        object.clearBody();
        assertThat(object.getObject()).isNull();
        object.setObject("new");
        assertThat(object.getObject()).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    @Specification("Message.getBody")
    void shouldGiveTheBodyOfATextMessage(Stage stage) throws JMSException {
        Message read = stage.reach(this, Message.class, session.createTextMessage("text"));

        assertThat(read.getBody(String.class)).isEqualTo("text");
        assertThat(read.getBody(CharSequence.class)).isEqualTo("text");
        assertThat(read.getBody(Object.class)).isEqualTo("text");
        assertThat(read.isBodyAssignableTo(String.class)).isTrue();
        assertThat(read.isBodyAssignableTo(Object.class)).isTrue();
        assertThat(read.isBodyAssignableTo(Map.class)).isFalse();
        assertThatThrownBy(() -> read.getBody(Map.class)).isInstanceOf(MessageFormatException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("Message.getBody")
    void shouldGiveTheBodyOfAnObjectMessage(Stage stage) throws JMSException {
        ArrayList<String> value = new ArrayList<>(List.of("a"));
        Message read = stage.reach(this, Message.class, session.createObjectMessage(value));

        assertThat((Object) read.getBody(ArrayList.class)).isEqualTo(value);
        assertThat(read.getBody(Serializable.class)).isEqualTo(value);
        assertThat(read.isBodyAssignableTo(List.class)).isTrue();
        assertThat(read.isBodyAssignableTo(String.class)).isFalse();
        assertThatThrownBy(() -> read.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("Message.getBody")
    void shouldGiveTheBodyOfAMapMessage(Stage stage) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setInt("one", 1);
        message.setString("two", "2");
        Message read = stage.reach(this, Message.class, message);

        assertThat((Object) read.getBody(Map.class)).isEqualTo(Map.of("one", 1, "two", "2"));
        assertThat(read.getBody(Object.class)).isEqualTo(Map.of("one", 1, "two", "2"));
        assertThat(read.isBodyAssignableTo(Map.class)).isTrue();
        assertThat(read.isBodyAssignableTo(String.class)).isFalse();
        assertThatThrownBy(() -> read.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("Message.getBody")
    void shouldGiveTheBodyOfABytesMessage(Stage stage) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        Message read = stage.reach(this, Message.class, message);

        assertThat(read.getBody(byte[].class)).containsExactly(1, 2, 3);
        assertThat(read.getBody(byte[].class)).as("read again").containsExactly(1, 2, 3);
        assertThat((byte[]) read.getBody(Object.class)).containsExactly(1, 2, 3);
        assertThat(read.isBodyAssignableTo(byte[].class)).isTrue();
        assertThat(read.isBodyAssignableTo(String.class)).isFalse();
        assertThatThrownBy(() -> read.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("Message.getBody")
    void shouldGiveNoBodyOfAStreamMessage(Stage stage) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeInt(1);
        Message read = stage.reach(this, Message.class, message);

        assertThatThrownBy(() -> read.getBody(Object.class)).isInstanceOf(MessageFormatException.class);
        assertThat(read.isBodyAssignableTo(Object.class)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Specification("Message.getBody")
    void shouldGiveNullOfMessagesWithoutBody(Stage stage) throws JMSException {
        List<Message> empty = List.of(
                session.createMessage(),
                session.createTextMessage(),
                session.createObjectMessage(),
                session.createMapMessage(),
                session.createBytesMessage());
        for (Message message : empty) {
            Message read = stage.reach(this, Message.class, message);
            assertThat(read.isBodyAssignableTo(Map.class)).isTrue();
            assertThat(read.isBodyAssignableTo(String.class)).isTrue();
            assertThat(read.getBody(String.class))
                    .as(read.getClass().getSimpleName())
                    .isNull();
        }
    }

    @Test
    @Specification("3.11.4")
    void shouldKeepTheFormOfEachMessage() throws JMSException {
        assertThat(roundTrip(Message.class, session.createTextMessage())).isInstanceOf(TextMessage.class);
        assertThat(roundTrip(Message.class, session.createObjectMessage())).isInstanceOf(ObjectMessage.class);
        assertThat(roundTrip(Message.class, session.createMapMessage())).isInstanceOf(MapMessage.class);
        assertThat(roundTrip(Message.class, session.createBytesMessage())).isInstanceOf(BytesMessage.class);
        assertThat(roundTrip(Message.class, session.createStreamMessage())).isInstanceOf(StreamMessage.class);
        assertThat(roundTrip(Message.class, session.createMessage()))
                .isNotInstanceOfAny(
                        TextMessage.class,
                        ObjectMessage.class,
                        MapMessage.class,
                        BytesMessage.class,
                        StreamMessage.class);
    }

    @Test
    @Specification("6.2.4")
    void shouldSendMessagesOfOtherSessions() throws JMSException {
        TextMessage message = startedConnection().createSession().createTextMessage("of another session");

        assertThat(roundTrip(TextMessage.class, message).getText()).isEqualTo("of another session");
    }
}
