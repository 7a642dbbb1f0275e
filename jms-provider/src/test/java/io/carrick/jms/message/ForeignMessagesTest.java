package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTopic;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ForeignMessagesTest {
    private final Wire wire = new Wire();
    private final Wire other =
            new Wire(new MessageSettings(false, DeserializationPolicy.DENY_ALL, DestinationResolver.PLAIN));

    /** The message as one of another provider: all that can be seen of it is its interface. */
    private static <M extends Message> M foreign(M message, Class<M> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(message, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void shouldTakeItsOwnMessagesAsTheyAre() throws JMSException {
        Message message = wire.factory().createMessage();
        assertThat(wire.factory().toCarrick(message)).isSameAs(message);
    }

    @Test
    void shouldCopyBodiesOfEveryType() throws JMSException {
        MessageFactory factory = wire.factory();
        TextMessage text = foreign(other.factory().createTextMessage("text"), TextMessage.class);
        assertThat(factory.toCarrick(text).getBody(String.class)).isEqualTo("text");

        BytesMessage bytes = foreign(other.factory().createBytesMessage(), BytesMessage.class);
        bytes.writeBytes(new byte[10_000]);
        bytes.writeByte((byte) 9);
        byte[] copied = factory.toCarrick(bytes).getBody(byte[].class);
        assertThat(copied).hasSize(10_001).endsWith((byte) 9);

        MapMessage map = foreign(other.factory().createMapMessage(), MapMessage.class);
        map.setChar("c", 'c');
        assertThat(((MapMessage) factory.toCarrick(map)).getChar("c")).isEqualTo('c');

        StreamMessage stream = foreign(other.factory().createStreamMessage(), StreamMessage.class);
        stream.writeInt(1);
        stream.writeBytes(new byte[] {2});
        StreamMessage copy = (StreamMessage) factory.toCarrick(stream);
        copy.reset();
        assertThat(copy.readInt()).isEqualTo(1);
        assertThat((byte[]) copy.readObject()).containsExactly(2);

        ObjectMessage object = foreign(other.factory().createObjectMessage("object"), ObjectMessage.class);
        assertThat(factory.toCarrick(object).getBody(String.class)).isEqualTo("object");
        Message plain = foreign(other.factory().createMessage(), Message.class);
        assertThat(factory.toCarrick(plain)).isInstanceOf(PlainMessage.class);
    }

    @Test
    void shouldCopyPropertiesAndTheHeadersOfTheApplication() throws JMSException {
        Message message = foreign(other.factory().createMessage(), Message.class);
        message.setIntProperty("a-name-of-its-own", 1);
        message.setStringProperty("JMSXGroupID", "group");
        message.setStringProperty("JMSXUserID", "somebody");
        message.setJMSCorrelationID("correlation");
        message.setJMSType("type");
        message.setJMSReplyTo(new CarrickTopic("reply"));
        CarrickMessage copy = wire.factory().toCarrick(message);
        assertThat(copy.getIntProperty("a-name-of-its-own")).isEqualTo(1);
        assertThat(copy.getStringProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(copy.propertyExists("JMSXUserID")).isFalse();
        assertThat(copy.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(copy.getJMSType()).isEqualTo("type");
        assertThat(copy.getJMSReplyTo()).isEqualTo(new CarrickTopic("reply"));
    }

    @Test
    void shouldEnterTheHeadersThatSendingHasSet() throws JMSException {
        Message message = foreign(other.factory().createMessage(), Message.class);
        CarrickMessage copy = wire.factory().toCarrick(message);
        copy.setOutgoingHeaders(new OutgoingHeaders("ID:1", new CarrickQueue("q"), 1, 2, 3, 4, 5, 6, true));
        MessageFactory.copyHeaders(copy, message);
        assertThat(message.getJMSMessageID()).isEqualTo("ID:1");
        assertThat(message.getJMSDestination()).isEqualTo(new CarrickQueue("q"));
        assertThat(message.getJMSDeliveryMode()).isEqualTo(1);
        assertThat(message.getJMSPriority()).isEqualTo(2);
        assertThat(message.getJMSTimestamp()).isEqualTo(3);
        assertThat(message.getJMSExpiration()).isEqualTo(5);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(6);
    }

    @Test
    void shouldRefuseDestinationsThatAreNotOneThing() {
        Message message = wire.factory().createMessage();
        Object both = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Queue.class, Topic.class},
                (proxy, method, arguments) -> "x");
        assertThatThrownBy(() -> message.setJMSReplyTo((Destination) both))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> message.setJMSReplyTo(new Destination() {}))
                .isInstanceOf(InvalidDestinationException.class);
    }
}
