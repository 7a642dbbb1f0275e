package io.carrick.amqp.message;

import io.carrick.broker.MessageAttributes;
import io.carrick.broker.NodeKind;
import java.util.UUID;

/**
 * One pass over message-annotations, properties and application-properties that checks every entry and picks up what
 * the broker acts on.
 */
final class ContentFields {
    /** Between the parts of an id made of producer and sequence: no text a client would choose for a whole id. */
    private static final char PRODUCER_SEPARATOR = '\u0000';

    private String messageId;
    private Object rawMessageId;
    private String halfId;
    private String halfGroup;
    private Long halfCheckAfter;
    private String groupId;
    private String partitionKey;
    private String deduplicationId;
    private String producerId;
    private Object producerSequence;
    private String keys;
    private String tag;
    private String subject;
    private long absoluteExpiryTime;
    private long deliveryTime;
    private long notValidBefore;
    private long scheduledEnqueueTime;
    private long deliveryDelay;
    private NodeKind toKind;

    private ContentFields() {}

    static ContentFields read(EncodedMessage contents) throws MalformedMessageException {
        ContentFields fields = new ContentFields();
        ValueReader annotations = contents.reader(Section.MESSAGE_ANNOTATIONS);
        if (annotations != null) {
            fields.readAnnotations(annotations);
        }
        ValueReader properties = contents.reader(Section.PROPERTIES);
        if (properties != null) {
            fields.readProperties(properties);
        }
        ValueReader applicationProperties = contents.reader(Section.APPLICATION_PROPERTIES);
        if (applicationProperties != null) {
            fields.readApplicationProperties(applicationProperties);
        }
        return fields;
    }

    /**
     * The deduplication id among delivery annotations, null if there is none. Checks the map: keys are symbols or ulongs
     * (AMQP 1.0 part 3, section 3.2.10).
     */
    static String deduplicationId(ValueReader deliveryAnnotations) throws MalformedMessageException {
        ContentFields fields = new ContentFields();
        fields.readAnnotations(deliveryAnnotations);
        return fields.deduplicationId();
    }

    String messageId() {
        return messageId;
    }

    /** The group-id, or else the partition key. */
    String groupId() {
        return groupId != null ? groupId : partitionKey;
    }

    String deduplicationId() {
        if (deduplicationId == null && producerId != null && producerSequence != null) {
            return producerId + PRODUCER_SEPARATOR + producerSequence;
        }
        return deduplicationId;
    }

    /** The producer and its number where that is one, keys, and the tag: property TAGS or else the subject. */
    MessageAttributes attributes() {
        boolean numbered = producerId != null && producerSequence instanceof Long;
        if (!numbered && keys == null && tag == null && subject == null) {
            return MessageAttributes.NONE;
        }
        MessageAttributes.Builder builder =
                MessageAttributes.builder().keys(keys).tag(tag != null ? tag : subject);
        return numbered ? builder.producer(producerId, (Long) producerSequence).build() : builder.build();
    }

    /** What it says about being a half message; null if it is none. */
    HalfAnnotations half() {
        if (halfId == null && halfGroup == null && halfCheckAfter == null) {
            return null;
        }
        String id = halfId != null ? halfId : MessageIds.correlationIdText(rawMessageId);
        return new HalfAnnotations(id, halfGroup, halfCheckAfter == null ? -1 : halfCheckAfter);
    }

    /** Milliseconds since the epoch, 0 for none. */
    long absoluteExpiryTime() {
        return absoluteExpiryTime;
    }

    /** Milliseconds since the epoch, 0 for at once. A named time goes before a delay. */
    long deliverAt(long now) {
        if (deliveryTime > 0) {
            return deliveryTime;
        }
        if (notValidBefore > 0) {
            return notValidBefore;
        }
        if (scheduledEnqueueTime > 0) {
            return scheduledEnqueueTime;
        }
        return deliveryDelay > 0 ? now + Math.min(deliveryDelay, Long.MAX_VALUE - now) : 0;
    }

    NodeKind toKind() {
        return toKind;
    }

    private void readAnnotations(ValueReader reader) throws MalformedMessageException {
        for (int entries = reader.enterMap(); entries > 0; entries--) {
            boolean named = annotationKey(reader);
            KnownAnnotation annotation = named ? KnownAnnotation.at(reader) : null;
            if (annotation == null) {
                reader.skip();
            } else {
                take(annotation, reader);
            }
        }
        reader.leave();
    }

    private void take(KnownAnnotation annotation, ValueReader reader) throws MalformedMessageException {
        switch (annotation) {
            case DELIVERY_TIME -> deliveryTime = positive(reader);
            case DELIVERY_DELAY -> deliveryDelay = positive(reader);
            case NOT_VALID_BEFORE -> notValidBefore = positive(reader);
            case SCHEDULED_ENQUEUE_TIME -> scheduledEnqueueTime = positive(reader);
            case JMS_DESTINATION -> toKind = kindOfCode(reader.readIntegral());
            case TO_TYPE -> toKind = toKind != null ? skipped(reader) : kindOfText(reader.readText());
            case PARTITION_KEY -> partitionKey = reader.readText();
            case DUPLICATE_ID, DEDUPLICATION_KEY -> deduplicationId = scalarText(reader);
            case PRODUCER_ID -> producerId = scalarText(reader);
            case PRODUCER_SEQUENCE -> producerSequence = sequence(reader);
            case HALF_ID -> halfId = scalarText(reader);
            case HALF_GROUP -> halfGroup = scalarText(reader);
            case HALF_CHECK_AFTER -> halfCheckAfter = reader.readIntegral();
        }
    }

    private NodeKind skipped(ValueReader reader) throws MalformedMessageException {
        reader.skip();
        return toKind;
    }

    private void readProperties(ValueReader reader) throws MalformedMessageException {
        int fields = reader.enterList();
        if (fields > PropertyField.count()) {
            throw reader.malformed(reader.position(), "properties have at most 13 fields, not " + fields);
        }
        for (int i = 0; i < fields; i++) {
            PropertyField field = PropertyField.at(i);
            if (!field.accepts(reader.peek())) {
                throw reader.malformed(
                        reader.position(),
                        field.title() + " cannot have constructor " + ValueReader.hex(reader.peek()));
            }
            switch (field) {
                case MESSAGE_ID -> {
                    rawMessageId = reader.readId();
                    messageId = MessageIds.messageIdText(rawMessageId);
                }
                case SUBJECT -> subject = reader.readText();
                case GROUP_ID -> groupId = reader.readText();
                case ABSOLUTE_EXPIRY_TIME -> absoluteExpiryTime = positive(reader);
                default -> reader.skip();
            }
        }
        reader.leave();
    }

    private void readApplicationProperties(ValueReader reader) throws MalformedMessageException {
        for (int entries = reader.enterMap(); entries > 0; entries--) {
            if (!Constructors.isString(reader.peek())) {
                throw reader.malformed(
                        reader.position(), "a key must be a string, not constructor " + ValueReader.hex(reader.peek()));
            }
            reader.skip();
            KnownProperty known = KnownProperty.at(reader);
            if (known == null) {
                reader.skip();
            } else {
                take(known, reader);
            }
        }
        reader.leave();
    }

    private void take(KnownProperty property, ValueReader reader) throws MalformedMessageException {
        switch (property) {
            case KEYS -> keys = reader.readText();
            case TAGS -> tag = reader.readText();
            case DUPLICATE_ID, DEDUPLICATION_KEY -> {
                String id = scalarText(reader);
                deduplicationId = deduplicationId == null ? id : deduplicationId;
            }
            case HALF_ID -> {
                String id = scalarText(reader);
                halfId = halfId == null ? id : halfId;
            }
            case HALF_GROUP -> {
                String group = scalarText(reader);
                halfGroup = halfGroup == null ? group : halfGroup;
            }
            case HALF_CHECK_AFTER -> {
                Long millis = reader.readIntegral();
                halfCheckAfter = halfCheckAfter == null ? millis : halfCheckAfter;
            }
        }
    }

    /** Passes over a key; true if it is a symbol. */
    private static boolean annotationKey(ValueReader reader) throws MalformedMessageException {
        int constructor = reader.peek();
        boolean symbol = Constructors.isSymbol(constructor);
        if (!symbol && !Constructors.isUlong(constructor)) {
            throw reader.malformed(
                    reader.position(),
                    "a key must be a symbol or ulong, not constructor " + ValueReader.hex(constructor));
        }
        reader.skip();
        return symbol;
    }

    private static long positive(ValueReader reader) throws MalformedMessageException {
        Long value = reader.readIntegral();
        return value == null ? 0 : Math.max(0, value);
    }

    /** An integral number as Long, any other scalar as text; null for anything else. */
    private static Object sequence(ValueReader reader) throws MalformedMessageException {
        Object value = reader.readJavaValue();
        boolean integral = value instanceof Long || value instanceof Integer || value instanceof Short;
        return integral || value instanceof Byte ? ((Number) value).longValue() : (Object) text(value);
    }

    /** A string, boolean, number, uuid or binary as text; null for anything else. */
    private static String scalarText(ValueReader reader) throws MalformedMessageException {
        return text(reader.readJavaValue());
    }

    private static String text(Object value) {
        if (value instanceof UUID || value instanceof byte[]) {
            return MessageIds.correlationIdText(value);
        }
        return value == null || value == JavaValues.Opaque.VALUE ? null : value.toString();
    }

    private static NodeKind kindOfCode(Long code) {
        if (code == null || code < 0 || code > 3) {
            return null;
        }
        return (code & 1) == 0 ? NodeKind.QUEUE : NodeKind.TOPIC;
    }

    private static NodeKind kindOfText(String type) {
        if (type == null) {
            return null;
        }
        return type.contains("topic") ? NodeKind.TOPIC : type.contains("queue") ? NodeKind.QUEUE : null;
    }
}
