package io.carrick.jms.message;

import jakarta.jms.JMSException;

/**
 * Makes JMS messages of AMQP messages: of the type that the annotation {@code x-opt-jms-msg-type} names, or else, of
 * other clients, by the body:
 *
 * <ul>
 *   <li>data: by their content type an ObjectMessage, a TextMessage, otherwise a BytesMessage;
 *   <li>an AMQP value: a TextMessage for a string, symbol or null; a BytesMessage for a binary; a MapMessage for a map
 *       from strings to simple values; a StreamMessage for a list of simple values; otherwise an ObjectMessage;
 *   <li>AMQP sequences: a StreamMessage if all values are simple, otherwise an ObjectMessage;
 *   <li>none: as for data, but a message without body if there is a content type that is none of those.
 * </ul>
 */
final class MessageDecoder {
    private static final BodyType[] TYPES = BodyType.values();

    private MessageDecoder() {}

    static CarrickMessage decode(MessageSettings settings, Received received) throws JMSException {
        return switch (type(received.sections())) {
            case PLAIN -> new PlainMessage(settings, received);
            case OBJECT -> new CarrickObjectMessage(settings, received);
            case MAP -> new CarrickMapMessage(settings, received);
            case BYTES -> new CarrickBytesMessage(settings, received);
            case STREAM -> new CarrickStreamMessage(settings, received);
            case TEXT -> new CarrickTextMessage(settings, received);
        };
    }

    private static BodyType type(Sections sections) throws JMSException {
        AmqpReader in = sections.messageAnnotation(Annotations.MESSAGE_TYPE);
        if (in != null
                && in.value() instanceof Number type
                && type.longValue() >= 0
                && type.longValue() < TYPES.length) {
            return TYPES[type.intValue()];
        }
        return switch (sections.bodyType()) {
            case Sections.VALUE -> typeOfValue(sections.body());
            case Sections.SEQUENCE -> typeOfSequence(sections.body());
            default -> typeOfData(sections);
        };
    }

    private static BodyType typeOfData(Sections sections) throws JMSException {
        String contentType = new PropertiesSection(sections).text(PropertiesSection.CONTENT_TYPE);
        if (contentType == null || contentType.equals(ContentTypes.OCTET_STREAM)) {
            return BodyType.BYTES;
        }
        if (ContentTypes.isSerializedObject(contentType)) {
            return BodyType.OBJECT;
        }
        if (ContentTypes.charset(contentType) != null) {
            return BodyType.TEXT;
        }
        return sections.bodyType() == 0 ? BodyType.PLAIN : BodyType.BYTES;
    }

    private static BodyType typeOfValue(AmqpReader in) throws JMSException {
        Sections.nextBody(in);
        int code = in.peek();
        if (code == AmqpType.NULL || AmqpType.isText(code)) {
            return BodyType.TEXT;
        }
        if (AmqpType.isBinary(code)) {
            return BodyType.BYTES;
        }
        if (AmqpType.isMap(code) && in.isFlatMap()) {
            return BodyType.MAP;
        }
        return AmqpType.isList(code) && in.isFlatList() ? BodyType.STREAM : BodyType.OBJECT;
    }

    private static BodyType typeOfSequence(AmqpReader in) throws JMSException {
        while (Sections.nextBody(in)) {
            if (!in.isFlatList()) {
                return BodyType.OBJECT;
            }
        }
        return BodyType.STREAM;
    }
}
