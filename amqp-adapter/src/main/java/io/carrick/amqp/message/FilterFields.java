package io.carrick.amqp.message;

import io.carrick.amqp.filter.MessageFields;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFormat;

/** A stored message as filters see it: the broker's fields for the header, the stored contents for the rest. */
final class FilterFields implements MessageFields {
    private final Message message;
    private final MessageFormat format;

    FilterFields(Message message, MessageFormat format) {
        this.message = message;
        this.format = format;
    }

    @Override
    public Object get(String identifier) {
        return format.property(message, identifier);
    }

    @Override
    public Object header(String field) {
        return switch (field) {
            case "durable" -> message.durable();
            case "priority" -> message.priority();
            case "ttl" -> message.expiryTime() == 0 ? null : message.expiryTime() - message.timestamp();
            default -> null;
        };
    }

    @Override
    public Object property(String field) {
        PropertyField known = PropertyField.named(field);
        return known == null ? null : EncodedMessage.of(message).field(known);
    }

    @Override
    public Object applicationProperty(String key) {
        return EncodedMessage.of(message).applicationProperty(key);
    }

    @Override
    public Object messageAnnotation(String key) {
        return EncodedMessage.of(message).annotation(key);
    }

    @Override
    public long timestamp() {
        return message.timestamp();
    }
}
