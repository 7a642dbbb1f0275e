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
import java.util.function.LongSupplier;

/** Makes messages: new ones, those received, and ours of another provider's. Thread-safe. */
public final class MessageFactory {
    private final MessageSettings settings;
    private final LongSupplier clock;

    public MessageFactory(MessageSettings settings) {
        this(settings, System::currentTimeMillis);
    }

    /** A factory that takes the time, in milliseconds since the epoch, from that clock. */
    MessageFactory(MessageSettings settings, LongSupplier clock) {
        this.settings = Objects.requireNonNull(settings);
        this.clock = clock;
    }

    public Message createMessage() {
        return new PlainMessage(settings);
    }

    /** Creates a message with that text; null for none. */
    public TextMessage createTextMessage(String text) {
        return new CarrickTextMessage(settings, text);
    }

    public BytesMessage createBytesMessage() {
        return new CarrickBytesMessage(settings);
    }

    public MapMessage createMapMessage() {
        return new CarrickMapMessage(settings);
    }

    public StreamMessage createStreamMessage() {
        return new CarrickStreamMessage(settings);
    }

    /**
     * Creates a message with that object, serialised at once; null for none.
     *
     * @throws jakarta.jms.MessageFormatException if it cannot be serialised
     */
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        CarrickObjectMessage message = new CarrickObjectMessage(settings);
        message.setObject(object);
        return message;
    }

    /**
     * The message of a delivery: of the type that its sender named, or else that fits its body best ({@link
     * MessageDecoder}).
     *
     * @param consumed where the consumer receives from: the destination of messages that name none
     * @throws JMSException if it is no AMQP message
     */
    public CarrickMessage decode(InboundDelivery delivery, CarrickDestination consumed) throws JMSException {
        Sections sections = new Sections(delivery.encoded());
        return MessageDecoder.decode(settings, new Received(delivery, sections, consumed, clock.getAsLong()));
    }

    /**
     * The message itself if it is one of this provider, or else a copy of it: body, properties and the headers that an
     * application sets.
     */
    public CarrickMessage toCarrick(Message message) throws JMSException {
        return message instanceof CarrickMessage own ? own : ForeignMessages.copy(message, settings);
    }

    /**
     * Enters the headers set by sending a copy ({@link #toCarrick}) into the message that the application gave; does
     * nothing if they are the same.
     */
    public static void copyHeaders(CarrickMessage sent, Message given) throws JMSException {
        if (sent != given) {
            ForeignMessages.copyHeaders(sent, given);
        }
    }

    /**
     * The message as the sections of an AMQP message, independent of it from now on.
     *
     * @throws JMSException if it was received and is malformed
     */
    public byte[] encode(CarrickMessage message) throws JMSException {
        return MessageEncoder.encode(message, settings.destinations());
    }
}
