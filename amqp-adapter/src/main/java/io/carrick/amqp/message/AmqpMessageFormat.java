package io.carrick.amqp.message;

import io.carrick.amqp.filter.FilterExpressions;
import io.carrick.amqp.filter.MessageFields;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFilter;
import io.carrick.broker.MessageFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How the broker reads AMQP 1.0 contents. Filters in other languages than selectors are those of
 * {@link FilterExpressions}. Selector identifiers have the meaning of the JMS mapping over AMQP; values are those of
 * {@link EncodedMessage}:
 *
 * <table>
 * <caption>Identifiers</caption>
 * <tr><td>JMSMessageID, JMSCorrelationID</td><td>message-id, correlation-id; those that are no strings get the
 *     prefixes of the mapping ({@code ID:AMQP_UUID:}, {@code ID:AMQP_ULONG:}, {@code ID:AMQP_BINARY:}, ...)</td></tr>
 * <tr><td>JMSType</td><td>subject</td></tr>
 * <tr><td>JMSTimestamp</td><td>creation-time</td></tr>
 * <tr><td>JMSDeliveryMode</td><td>{@code 'PERSISTENT'} or {@code 'NON_PERSISTENT'}</td></tr>
 * <tr><td>JMSPriority</td><td>priority</td></tr>
 * <tr><td>JMSExpiration</td><td>time of expiry, 0 for never</td></tr>
 * <tr><td>JMSXGroupID, JMSXGroupSeq</td><td>group-id, group-sequence</td></tr>
 * <tr><td>JMSXUserID</td><td>user-id as UTF-8</td></tr>
 * <tr><td>JMSDestination, JMSReplyTo, JMSRedelivered, JMSXDeliveryCount</td><td>nothing: not selectable</td></tr>
 * <tr><td>{@code m.<name>}</td><td>message annotation</td></tr>
 * <tr><td>any other</td><td>application property</td></tr>
 * </table>
 */
public final class AmqpMessageFormat implements MessageFormat {
    private static final String ANNOTATION_PREFIX = "m.";

    @Override
    public Object property(Message message, String identifier) {
        if (identifier.startsWith("JMS")) {
            return header(message, identifier);
        }
        EncodedMessage contents = EncodedMessage.of(message);
        return contents.remember(identifier, AmqpMessageFormat::named);
    }

    @Override
    public String keys(Message message) {
        return EncodedMessage.of(message).applicationProperty(KnownProperty.KEYS.title()) instanceof String keys
                ? keys
                : null;
    }

    @Override
    public String messageId(String written) {
        return MessageIds.isPrefixed(written) ? written : MessageIds.messageIdText(written);
    }

    @Override
    public MessageFilter compile(FilterSpec filter) throws InvalidFilterException {
        Predicate<MessageFields> compiled = FilterExpressions.compile(filter);
        return message -> compiled.test(new FilterFields(message, this));
    }

    @Override
    public byte[] annotate(byte[] encoded, Map<String, Object> annotations) {
        try {
            return Annotations.add(encoded, annotations);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("stored contents cannot be annotated", e);
        }
    }

    @Override
    public byte[] withoutExpiry(byte[] encoded) {
        try {
            return AbsoluteExpiry.remove(encoded);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("stored contents cannot be changed", e);
        }
    }

    /** A message with the text as its amqp-value, which JMS clients see as a TextMessage. */
    @Override
    public byte[] text(String text) {
        ByteBuf out = Unpooled.buffer();
        MessageEncoder.writeDescriptor(out, Section.AMQP_VALUE);
        ValueWriter.writeValue(out, text);
        return ByteBufUtil.getBytes(out);
    }

    private static Object named(EncodedMessage contents, String identifier) {
        return identifier.startsWith(ANNOTATION_PREFIX)
                ? contents.annotation(identifier.substring(ANNOTATION_PREFIX.length()))
                : contents.applicationProperty(identifier);
    }

    private static Object header(Message message, String identifier) {
        return switch (identifier) {
            case "JMSDeliveryMode" -> message.durable() ? "PERSISTENT" : "NON_PERSISTENT";
            case "JMSPriority" -> message.priority();
            case "JMSExpiration" -> message.expiryTime();
            case "JMSMessageID" -> message.messageId();
            case "JMSDestination", "JMSReplyTo", "JMSRedelivered", "JMSXDeliveryCount" -> null;
            default -> EncodedMessage.of(message).remember(identifier, AmqpMessageFormat::contentHeader);
        };
    }

    private static Object contentHeader(EncodedMessage contents, String identifier) {
        return switch (identifier) {
            case "JMSCorrelationID" -> contents.correlationId();
            case "JMSType" -> contents.subject();
            case "JMSTimestamp" -> contents.creationTime();
            case "JMSXGroupID" -> contents.groupId();
            case "JMSXGroupSeq" -> contents.groupSequence();
            case "JMSXUserID" -> contents.userId();
            default -> contents.applicationProperty(identifier);
        };
    }
}
