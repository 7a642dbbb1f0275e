package io.carrick.jms.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.Set;

/** Copies messages of other providers (Jakarta Messaging 3.1, section 3.12). */
final class ForeignMessages {
    private static final int CHUNK_BYTES = 8192;
    /** Those that the provider that received the message has set. */
    private static final Set<String> SET_ON_RECEIPT = Set.of("JMSXDeliveryCount", "JMSXRcvTimestamp", "JMSXUserID");

    private ForeignMessages() {}

    static CarrickMessage copy(Message message, MessageSettings settings) throws JMSException {
        CarrickMessage copy = copyBody(message, settings);
        copyProperties(message, copy);
        copy.setJMSCorrelationID(message.getJMSCorrelationID());
        copy.setJMSReplyTo(message.getJMSReplyTo());
        copy.setJMSType(message.getJMSType());
        return copy;
    }

    private static CarrickMessage copyBody(Message message, MessageSettings settings) throws JMSException {
        if (message instanceof TextMessage text) {
            return new CarrickTextMessage(settings, text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            return copyBytes(bytes, new CarrickBytesMessage(settings));
        }
        if (message instanceof MapMessage map) {
            return copyMap(map, new CarrickMapMessage(settings));
        }
        if (message instanceof StreamMessage stream) {
            return copyStream(stream, new CarrickStreamMessage(settings));
        }
        if (message instanceof ObjectMessage object) {
            CarrickObjectMessage copy = new CarrickObjectMessage(settings);
            copy.setObject(object.getObject());
            return copy;
        }
        return new PlainMessage(settings);
    }

    private static CarrickMessage copyBytes(BytesMessage message, CarrickBytesMessage copy) throws JMSException {
        message.reset();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = message.readBytes(chunk); count > 0; count = message.readBytes(chunk)) {
            copy.writeBytes(chunk, 0, count);
        }
        return copy;
    }

    private static CarrickMessage copyMap(MapMessage message, CarrickMapMessage copy) throws JMSException {
        for (Enumeration<?> names = message.getMapNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            copy.setObject(name, message.getObject(name));
        }
        return copy;
    }

    private static CarrickMessage copyStream(StreamMessage message, CarrickStreamMessage copy) throws JMSException {
        message.reset();
        try {
            while (true) {
                copy.writeObject(message.readObject());
            }
        } catch (MessageEOFException end) {
            return copy;
        }
    }

    /** Names are not checked: what the other provider allowed can be sent. */
    private static void copyProperties(Message message, CarrickMessage copy) throws JMSException {
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            Object value = message.getObjectProperty(name);
            if (!SET_ON_RECEIPT.contains(name) && Conversions.isPropertyType(value)) {
                copy.writeProperty(name, value);
            }
        }
    }

    /** Enters the headers that sending has set. */
    static void copyHeaders(CarrickMessage sent, Message message) throws JMSException {
        message.setJMSMessageID(sent.getJMSMessageID());
        message.setJMSDestination(sent.getJMSDestination());
        message.setJMSDeliveryMode(sent.getJMSDeliveryMode());
        message.setJMSPriority(sent.getJMSPriority());
        message.setJMSTimestamp(sent.getJMSTimestamp());
        message.setJMSExpiration(sent.getJMSExpiration());
        message.setJMSDeliveryTime(sent.getJMSDeliveryTime());
    }
}
