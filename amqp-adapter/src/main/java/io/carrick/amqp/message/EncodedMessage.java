package io.carrick.amqp.message;

import io.carrick.broker.Message;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/**
 * The stored contents of a message, read where they lie: finding one annotation, property or application property
 * decodes that one value only. Values are given as the Java types that selectors know (an unsigned number as the next
 * wider type, symbols as strings, timestamps as milliseconds). What was asked for once is
 * remembered, since a hundred selectors ask for the same few names. Thread-safe.
 *
 * <p>Contents that came through {@link MessageDecoder} can always be read. For any other bytes the methods throw
 * {@link IllegalStateException} where they are malformed.
 */
public final class EncodedMessage {
    private static final int LOOKUPS_MAX = 16;

    private final byte[] bytes;
    private int messageAnnotations = -1;
    private int properties = -1;
    private int applicationProperties = -1;
    private int body = -1;
    /** Raced for on purpose: a lost entry is looked up again, and an entry's fields are final. */
    private Lookup lookups;

    private EncodedMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What a name stood for. */
    private record Lookup(String name, Object value, int depth, Lookup next) {}

    /** The contents of a message; made once for each message and kept with it. */
    public static EncodedMessage of(Message message) {
        if (message.decoded() instanceof EncodedMessage known) {
            return known;
        }
        try {
            EncodedMessage read =
                    locate(message.encoded(), new SectionScanner(message.encoded(), 0, message.encoded().length));
            message.decoded(read);
            return read;
        } catch (MalformedMessageException e) {
            throw damaged(e);
        }
    }

    /** Finds the sections in front of the body. The scanner is left at the body, or at the end if there is none. */
    static EncodedMessage locate(byte[] bytes, SectionScanner scanner) throws MalformedMessageException {
        EncodedMessage message = new EncodedMessage(bytes);
        while (message.body < 0 && scanner.next()) {
            switch (scanner.section()) {
                case MESSAGE_ANNOTATIONS -> message.messageAnnotations = scanner.contentStart();
                case PROPERTIES -> message.properties = scanner.contentStart();
                case APPLICATION_PROPERTIES -> message.applicationProperties = scanner.contentStart();
                case DATA, AMQP_SEQUENCE, AMQP_VALUE -> message.body = scanner.start();
                default -> {
                    // header and delivery-annotations are not stored; a footer without body is refused elsewhere
                }
            }
        }
        return message;
    }

    /**
     * A message annotation.
     *
     * @return String, Boolean, Byte to Double, byte[], UUID, or an object of no known type for values of other types; null
     *     if there is none of that name
     */
    public Object annotation(String name) {
        return find(messageAnnotations, Section.MESSAGE_ANNOTATIONS, name);
    }

    /**
     * An application property.
     *
     * @return String, Boolean, Byte to Double, byte[], UUID, or an object of no known type for values of other types; null
     *     if there is none of that name
     */
    public Object applicationProperty(String name) {
        return find(applicationProperties, Section.APPLICATION_PROPERTIES, name);
    }

    /** The message-id as JMS clients see it; null if there is none. */
    public String messageId() {
        return MessageIds.messageIdText(field(PropertyField.MESSAGE_ID));
    }

    /** The correlation-id as JMS clients see it; null if there is none. */
    public String correlationId() {
        return MessageIds.correlationIdText(field(PropertyField.CORRELATION_ID));
    }

    /** The address the message was sent to, as the sender wrote it; null if there is none. */
    public String to() {
        return text(PropertyField.TO);
    }

    /** The subject (JMSType); null if there is none. */
    public String subject() {
        return text(PropertyField.SUBJECT);
    }

    /** The user-id read as UTF-8; null if there is none. */
    public String userId() {
        return field(PropertyField.USER_ID) instanceof byte[] user ? new String(user, StandardCharsets.UTF_8) : null;
    }

    /** The message group; null if there is none. */
    public String groupId() {
        return text(PropertyField.GROUP_ID);
    }

    /** The place in the message group; null if there is none. */
    public Long groupSequence() {
        return number(PropertyField.GROUP_SEQUENCE);
    }

    /** When the sender made it, milliseconds since the epoch; null if it does not say. */
    public Long creationTime() {
        return number(PropertyField.CREATION_TIME);
    }

    /**
     * What a name stands for, computed once.
     *
     * @param find computes it
     */
    Object remember(String name, BiFunction<EncodedMessage, String, Object> find) {
        Lookup first = lookups;
        for (Lookup known = first; known != null; known = known.next) {
            if (known.name.equals(name)) {
                return known.value;
            }
        }
        Object value = find.apply(this, name);
        int depth = first == null ? 1 : first.depth + 1;
        if (depth <= LOOKUPS_MAX) {
            lookups = new Lookup(name, value, depth, first);
        }
        return value;
    }

    /** A reader standing at the content of a section, or null if the message has no such section. */
    ValueReader reader(Section section) {
        int from = switch (section) {
            case MESSAGE_ANNOTATIONS -> messageAnnotations;
            case PROPERTIES -> properties;
            case APPLICATION_PROPERTIES -> applicationProperties;
            default -> -1;
        };
        return from < 0 ? null : new ValueReader(bytes, from, bytes.length, section);
    }

    /** Position of the first body section, or -1 if there is none. */
    public int bodyStart() {
        return body;
    }

    private Object find(int from, Section section, String name) {
        if (from < 0) {
            return null;
        }
        try {
            ValueReader reader = new ValueReader(bytes, from, bytes.length, section);
            for (int entries = reader.enterMap(); entries > 0; entries--) {
                reader.skip();
                if (reader.contentEquals(name)) {
                    return reader.readJavaValue();
                }
                reader.skip();
            }
            return null;
        } catch (MalformedMessageException e) {
            throw damaged(e);
        }
    }

    private String text(PropertyField field) {
        return field(field) instanceof String text ? text : null;
    }

    /** A field as String, Long, byte[], {@link java.util.UUID} or, for an id of that type, UnsignedLong. */
    Object field(PropertyField field) {
        try {
            ValueReader reader = at(field);
            return reader == null ? null : reader.readId();
        } catch (MalformedMessageException e) {
            throw damaged(e);
        }
    }

    private Long number(PropertyField field) {
        return field(field) instanceof Long number ? number : null;
    }

    /** A reader standing at the value of a field, or null if the message ends its properties before it. */
    private ValueReader at(PropertyField field) throws MalformedMessageException {
        if (properties < 0) {
            return null;
        }
        ValueReader reader = new ValueReader(bytes, properties, bytes.length, Section.PROPERTIES);
        if (reader.enterList() <= field.ordinal()) {
            return null;
        }
        for (int i = 0; i < field.ordinal(); i++) {
            reader.skip();
        }
        return reader;
    }

    private static IllegalStateException damaged(MalformedMessageException e) {
        return new IllegalStateException("stored contents cannot be read", e);
    }
}
