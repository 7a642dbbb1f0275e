package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages of another implementation: here the provider's own behind an interface, so that it cannot recognise them. */
@Specification("3.12")
class Section3ForeignMessagesIT extends JmsSpecification {

    private static <M extends Message> M foreign(Class<M> type, Message message) {
        return type.cast(Proxy.newProxyInstance(
                Section3ForeignMessagesIT.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(message, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void fillHeaders(Message message) throws JMSException {
        message.setJMSCorrelationID("correlation");
        message.setJMSType("type");
        message.setJMSReplyTo(topic);
        message.setIntProperty("number", 5);
        message.setStringProperty("text", "value");
        message.setStringProperty("JMSXGroupID", "group");
    }

    private static void assertHeaders(Message received, JmsSpecification test) throws JMSException {
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSReplyTo()).isEqualTo(test.topic);
        assertThat(received.getObjectProperty("number")).isEqualTo(5);
        assertThat(received.getStringProperty("text")).isEqualTo("value");
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("group");
    }

    @Test
    void shouldSendAForeignTextMessage() throws JMSException {
        TextMessage message = session.createTextMessage("text");
        fillHeaders(message);

        TextMessage received = roundTrip(TextMessage.class, foreign(TextMessage.class, message));

        assertThat(received.getText()).isEqualTo("text");
        assertHeaders(received, this);
    }

    @Test
    void shouldSendAForeignMessageWithoutBody() throws JMSException {
        Message message = session.createMessage();
        fillHeaders(message);

        assertHeaders(roundTrip(Message.class, foreign(Message.class, message)), this);
    }

    @Test
    void shouldSendAForeignMapMessage() throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setInt("int", 1);
        message.setBytes("bytes", new byte[] {1, 2});
        message.setChar("char", 'c');
        fillHeaders(message);

        MapMessage received = roundTrip(MapMessage.class, foreign(MapMessage.class, message));

        assertThat(received.getObject("int")).isEqualTo(1);
        assertThat(received.getBytes("bytes")).containsExactly(1, 2);
        assertThat(received.getChar("char")).isEqualTo('c');
        assertHeaders(received, this);
    }

    @Test
    void shouldSendAForeignBytesMessage() throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeInt(5);
        message.writeUTF("utf");
        message.reset();
        fillHeaders(message);

        BytesMessage received = roundTrip(BytesMessage.class, foreign(BytesMessage.class, message));

        assertThat(received.readInt()).isEqualTo(5);
        assertThat(received.readUTF()).isEqualTo("utf");
        assertHeaders(received, this);
    }

    @KnownDifference(provider = JmsProvider.QPID, is = "cuts a foreign stream message at its first null")
    @Test
    void shouldSendAForeignStreamMessage() throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeInt(5);
        message.writeString(null);
        message.writeBytes(new byte[] {1});
        message.reset();
        fillHeaders(message);

        StreamMessage received = roundTrip(StreamMessage.class, foreign(StreamMessage.class, message));

        assertThat(received.readObject()).isEqualTo(5);
        assertThat(received.readObject()).isNull();
        assertThat((byte[]) received.readObject()).containsExactly(1);
        assertHeaders(received, this);
    }

    @Test
    void shouldSendAForeignObjectMessage() throws JMSException {
        ObjectMessage message = session.createObjectMessage("object");
        fillHeaders(message);

        ObjectMessage received = roundTrip(ObjectMessage.class, foreign(ObjectMessage.class, message));

        assertThat(received.getObject()).isEqualTo("object");
        assertHeaders(received, this);
    }

    @Test
    @Specification("3.4.11")
    void shouldSetTheHeadersOfAForeignMessageByItsSetters() throws JMSException {
        TextMessage message = session.createTextMessage("text");
        session.createProducer(queue).send(foreign(TextMessage.class, message), 1, 7, 60_000);

        assertThat(message.getJMSMessageID()).startsWith("ID:");
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(1);
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);
        assertThat(message.getJMSDeliveryTime()).isPositive();
        assertThat(receive(queue).getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    void shouldSendAForeignMapMessageWithTheSimplifiedApi() throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setInt("int", 1);
        context(1).createProducer().setProperty("number", 6).send(queue, foreign(MapMessage.class, message));

        Message received = receive(queue);

        assertThat((Object) received.getBody(Map.class)).isEqualTo(Map.of("int", 1));
        assertThat(received.getIntProperty("number")).isEqualTo(6);
    }
}
