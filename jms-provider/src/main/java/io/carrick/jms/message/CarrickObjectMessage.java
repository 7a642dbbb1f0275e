package io.carrick.jms.message;

import io.carrick.jms.message.ReceivedBody.Slice;
import jakarta.jms.JMSException;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;

/**
 * A message with an object: serialised, as data; or, if it was received so or {@code JMS_AMQP_TYPED_ENCODING} is set
 * to true, a value of AMQP's own types. The object is serialised as it is set. Of a message received it is deserialised
 * when it is asked for, as far as the {@link DeserializationPolicy} allows, and never otherwise.
 */
public final class CarrickObjectMessage extends CarrickMessage implements ObjectMessage {
    /** The object set here, as data or as a section; null for a null. */
    private byte[] encoded;

    private boolean typed;

    CarrickObjectMessage(MessageSettings settings) {
        super(settings);
    }

    CarrickObjectMessage(MessageSettings settings, Received received) throws JMSException {
        super(settings, received);
        int body = received.sections().bodyType();
        typed = body == Sections.VALUE || body == Sections.SEQUENCE;
        if (typed) {
            properties().setTypedEncoding(true);
        }
    }

    @Override
    BodyType bodyType() {
        return BodyType.OBJECT;
    }

    @Override
    String contentType() {
        return typed ? null : ContentTypes.SERIALIZED_OBJECT;
    }

    @Override
    public Serializable getObject() throws JMSException {
        Object object = typed ? typedObject() : deserialized();
        if (object == null || object instanceof Serializable) {
            return (Serializable) object;
        }
        throw Malformed.message("the body of an object message is not serializable");
    }

    private Object deserialized() throws JMSException {
        if (receivedBody() == null) {
            return encoded == null ? null : ObjectSerialization.readOwn(encoded);
        }
        Slice data = ReceivedBody.data(receivedBody());
        return settings().deserialization().read(data.bytes(), data.from(), data.length());
    }

    private Object typedObject() throws JMSException {
        if (receivedBody() != null) {
            return ReceivedBody.value(receivedBody());
        }
        return encoded == null ? null : new AmqpReader(encoded, 0, encoded.length).value();
    }

    @Override
    public void setObject(Serializable object) throws JMSException {
        requireWritableBody();
        encoded = object == null ? null : encode(object);
    }

    private byte[] encode(Serializable object) throws JMSException {
        if (!typed) {
            return ObjectSerialization.write(object);
        }
        AmqpWriter out = new AmqpWriter();
        out.value(object);
        return out.toByteArray();
    }

    @Override
    void writeProperty(String name, Object value) throws JMSException {
        if (name.equals(MessageProperties.TYPED_ENCODING)) {
            setTyped(Conversions.toBoolean(value));
        } else {
            super.writeProperty(name, value);
        }
    }

    private void setTyped(boolean wanted) throws JMSException {
        if (wanted != typed && receivedBody() == null) {
            Serializable object = getObject();
            typed = wanted;
            encoded = object == null ? null : encode(object);
        }
        properties().setTypedEncoding(wanted);
    }

    @Override
    void writeBody(AmqpWriter out) {
        if (typed) {
            out.section(Sections.VALUE);
            if (encoded == null) {
                out.nothing();
            } else {
                out.tail(encoded, 0, encoded.length);
            }
        } else {
            byte[] data = encoded == null ? ObjectSerialization.NULL : encoded;
            out.section(Sections.DATA);
            out.lastBinary(data, 0, data.length);
        }
    }

    @Override
    void discardBody() {
        encoded = null;
    }

    /** False as well for an object that cannot be deserialised, or must not be. */
    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) throws JMSException {
        if (type == Serializable.class || type == Object.class) {
            return true;
        }
        try {
            Serializable object = getObject();
            return object == null || type.isInstance(object);
        } catch (jakarta.jms.MessageFormatException e) {
            return false;
        }
    }

    @Override
    Object bodyAs(Class<?> type) throws JMSException {
        Serializable object = getObject();
        if (object == null || type.isInstance(object)) {
            return object;
        }
        throw notAssignable(type);
    }
}
