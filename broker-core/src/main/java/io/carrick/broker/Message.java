package io.carrick.broker;

import java.util.Objects;

/**
 * A message on its way through the broker: the fields that dispatch needs, and the contents as bytes that the core
 * never looks into. Immutable once built, except for {@link #decoded()}, a cache for the adapter.
 */
public final class Message {
    /** Priority of a message whose sender named none. */
    public static final int DEFAULT_PRIORITY = 4;

    private final boolean durable;
    private final int priority;
    private final long timestamp;
    private final long expiryTime;
    private final long deliverAt;
    private final String messageId;
    private final String groupId;
    private final String deduplicationId;
    private final String publisher;
    private final MessageAttributes attributes;
    private final byte[] encoded;
    private final LargeBody largeBody;
    private volatile Object decoded;

    private Message(Builder b) {
        durable = b.durable;
        priority = b.priority;
        timestamp = b.timestamp;
        expiryTime = b.expiryTime;
        deliverAt = b.deliverAt;
        messageId = b.messageId;
        groupId = b.groupId;
        deduplicationId = b.deduplicationId;
        publisher = b.publisher;
        attributes = b.attributes;
        encoded = Objects.requireNonNull(b.encoded, "encoded");
        largeBody = b.largeBody;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder holding this message's values. */
    public Builder toBuilder() {
        return new Builder()
                .durable(durable)
                .priority(priority)
                .timestamp(timestamp)
                .expiryTime(expiryTime)
                .deliverAt(deliverAt)
                .messageId(messageId)
                .groupId(groupId)
                .deduplicationId(deduplicationId)
                .publisher(publisher)
                .attributes(attributes)
                .encoded(encoded)
                .largeBody(largeBody);
    }

    /** Whether it must survive a restart. */
    public boolean durable() {
        return durable;
    }

    /** 0 (lowest) to 9. */
    public int priority() {
        return priority;
    }

    /** When the broker took it, milliseconds since the epoch. */
    public long timestamp() {
        return timestamp;
    }

    /** When it expires, milliseconds since the epoch; 0 for never. */
    public long expiryTime() {
        return expiryTime;
    }

    /** Not to be delivered before, milliseconds since the epoch; 0 for at once. */
    public long deliverAt() {
        return deliverAt;
    }

    /** The id as text, null if it has none. */
    public String messageId() {
        return messageId;
    }

    /** Its message group, null if it has none. */
    public String groupId() {
        return groupId;
    }

    /** A second message with the same id to the same address is dropped as a duplicate; null if it has none. */
    public String deduplicationId() {
        return deduplicationId;
    }

    /** Container id of the connection that sent it, for no-local. */
    public String publisher() {
        return publisher;
    }

    /** What only some messages have; never null. */
    public MessageAttributes attributes() {
        return attributes;
    }

    /** The contents (for AMQP: message-annotations up to the footer, without header and delivery-annotations). */
    public byte[] encoded() {
        return encoded;
    }

    /** The rest of the contents of a large message, following {@link #encoded()}; null for others. */
    public LargeBody largeBody() {
        return largeBody;
    }

    /** Size of the contents in bytes. */
    public long size() {
        return encoded.length + (largeBody == null ? 0 : largeBody.size());
    }

    /** What the adapter last remembered by {@link #decoded(Object)}, or null. */
    public Object decoded() {
        return decoded;
    }

    /** Lets the adapter remember a decoded form of the contents. Safe from any thread; last one wins. */
    public void decoded(Object form) {
        decoded = form;
    }

    /** Builds a message. Not thread-safe. */
    public static final class Builder {
        private boolean durable;
        private int priority = DEFAULT_PRIORITY;
        private long timestamp;
        private long expiryTime;
        private long deliverAt;
        private String messageId;
        private String groupId;
        private String deduplicationId;
        private String publisher;
        private MessageAttributes attributes = MessageAttributes.NONE;
        private byte[] encoded;
        private LargeBody largeBody;

        private Builder() {}

        public Builder durable(boolean value) {
            durable = value;
            return this;
        }

        /** Values above 9 mean 9, below 0 mean 0. */
        public Builder priority(int value) {
            priority = Math.max(0, Math.min(9, value));
            return this;
        }

        public Builder timestamp(long value) {
            timestamp = value;
            return this;
        }

        public Builder expiryTime(long value) {
            expiryTime = value;
            return this;
        }

        public Builder deliverAt(long value) {
            deliverAt = value;
            return this;
        }

        public Builder messageId(String value) {
            messageId = value;
            return this;
        }

        public Builder groupId(String value) {
            groupId = value;
            return this;
        }

        public Builder deduplicationId(String value) {
            deduplicationId = value;
            return this;
        }

        public Builder publisher(String value) {
            publisher = value;
            return this;
        }

        public Builder attributes(MessageAttributes value) {
            attributes = Objects.requireNonNull(value, "attributes");
            return this;
        }

        public Builder encoded(byte[] value) {
            encoded = value;
            return this;
        }

        public Builder largeBody(LargeBody value) {
            largeBody = value;
            return this;
        }

        public Message build() {
            return new Message(this);
        }
    }
}
