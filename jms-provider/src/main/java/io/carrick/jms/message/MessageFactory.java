package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.Objects;

/** Makes messages: new ones, those received, and ours of another provider's. Thread-safe. */
public final class MessageFactory {
    private final MessageSettings settings;

    public MessageFactory(MessageSettings settings) {
        this.settings = Objects.requireNonNull(settings);
    }

    public Message createMessage() {
        throw new UnsupportedOperationException(settings.toString());
    }

    public TextMessage createTextMessage(String text) {
        throw new UnsupportedOperationException(text);
    }

    public BytesMessage createBytesMessage() {
        throw new UnsupportedOperationException();
    }

    public MapMessage createMapMessage() {
        throw new UnsupportedOperationException();
    }

    public StreamMessage createStreamMessage() {
        throw new UnsupportedOperationException();
    }

    /**
     * Creates a message with that object, serialised at once; null for none.
     *
     * @throws jakarta.jms.MessageFormatException if it cannot be serialised
     */
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        throw new UnsupportedOperationException(String.valueOf(object));
    }

    /**
     * The message of a delivery: of the type that its sender named, or else that fits its body best.
     *
     * @param consumed where the consumer receives from: the destination of messages that name none
     * @throws JMSException if it is no AMQP message
     */
    public CarrickMessage decode(InboundDelivery delivery, CarrickDestination consumed) throws JMSException {
        throw new UnsupportedOperationException(consumed.getAddress());
    }

    /**
     * The message itself if it is one of this provider, or else a copy of it: body, properties and the headers that an
     * application sets.
     */
    public CarrickMessage toCarrick(Message message) throws JMSException {
        throw new UnsupportedOperationException(message.toString());
    }

    /**
     * Enters the headers set by sending a copy ({@link #toCarrick}) into the message that the application gave; does
     * nothing if they are the same.
     */
    public static void copyHeaders(CarrickMessage sent, Message given) throws JMSException {
        throw new UnsupportedOperationException(given.toString());
    }

    /**
     * The message as the sections of an AMQP message, independent of it from now on.
     *
     * @throws JMSException if it was received and is malformed
     */
    public byte[] encode(CarrickMessage message) throws JMSException {
        throw new UnsupportedOperationException(message.toString());
    }
}
