package io.carrick.broker;

import io.carrick.store.index.MessageIndex;
import java.util.Arrays;
import java.util.Objects;

/**
 * What only some messages have: the producer that numbers its messages, keys to find the message by, a tag, and the
 * half message or transaction that it is part of. Keys and tag are kept as hashes: their text is in the contents.
 * Immutable.
 */
public final class MessageAttributes {
    private static final long[] NO_KEYS = {};

    /** Of a message that has none. */
    public static final MessageAttributes NONE = new Builder().create();

    /** Keys of one message that are kept; it cannot be found by those beyond. */
    public static final int KEYS_MAX = 255;

    private final String producerId;
    private final long producerSequence;
    private final long[] keyHashes;
    private final int tagHash;
    private final String halfId;
    private final String producerGroup;
    private final String transactionId;

    private MessageAttributes(Builder b) {
        producerId = b.producerId;
        producerSequence = b.producerSequence;
        keyHashes = b.keyHashes;
        tagHash = b.tagHash;
        halfId = b.halfId;
        producerGroup = b.producerGroup;
        transactionId = b.transactionId;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The producer that numbers its messages, null if it does not. */
    public String producerId() {
        return producerId;
    }

    /** Number of the message among those of {@link #producerId()}; 0 if that is null. */
    public long producerSequence() {
        return producerSequence;
    }

    /** How many keys the message has. */
    public int keyCount() {
        return keyHashes.length;
    }

    /** Hash of a key, by {@link MessageIndex#hash(String)}. */
    public long keyHash(int key) {
        return keyHashes[key];
    }

    /** Hash of the tag, by {@link #tagHash(String)}; 0 if it has none. */
    public int tagHash() {
        return tagHash;
    }

    /** Id of the half message that the message is, or is part of; null if none. */
    public String halfId() {
        return halfId;
    }

    /** The group of producers that is asked for the outcome of {@link #halfId()}; null if none. */
    public String producerGroup() {
        return producerGroup;
    }

    /** The transaction as its coordinator names it, null if none; local transactions have a name in their records. */
    public String transactionId() {
        return transactionId;
    }

    /** These attributes of a message that is, or is part of, a half message. */
    public MessageAttributes withHalf(String id, String group) {
        Builder builder = new Builder()
                .keyHashes(keyHashes)
                .tagHash(tagHash)
                .half(id, group)
                .transactionId(transactionId);
        builder.producerId = producerId;
        builder.producerSequence = producerSequence;
        return builder.build();
    }

    /** The hash of a tag in records and queue entries: {@link String#hashCode}, but 0 exactly for null. */
    public static int tagHash(String tag) {
        if (tag == null) {
            return 0;
        }
        int hash = tag.hashCode();
        return hash == 0 ? 1 : hash;
    }

    /** Builds attributes. Not thread-safe. */
    public static final class Builder {
        private String producerId;
        private long producerSequence;
        private long[] keyHashes = NO_KEYS;
        private int tagHash;
        private String halfId;
        private String producerGroup;
        private String transactionId;

        private Builder() {}

        /** The producer and the number it gave the message. */
        public Builder producer(String id, long sequence) {
            producerId = Objects.requireNonNull(id, "id");
            producerSequence = sequence;
            return this;
        }

        /** Keys separated by white space; null for none. Those beyond {@link #KEYS_MAX} are left out. */
        public Builder keys(String separated) {
            keyHashes = separated == null
                    ? NO_KEYS
                    : Arrays.stream(separated.split("\\s+"))
                            .filter(key -> !key.isEmpty())
                            .limit(KEYS_MAX)
                            .mapToLong(MessageIndex::hash)
                            .toArray();
            return this;
        }

        /** The hashes of keys, as they are stored. The array is the message's from now on. */
        public Builder keyHashes(long[] hashes) {
            keyHashes = hashes;
            return this;
        }

        public Builder tag(String tag) {
            tagHash = MessageAttributes.tagHash(tag);
            return this;
        }

        /** The hash of a tag, as it is stored; 0 for none. */
        public Builder tagHash(int hash) {
            tagHash = hash;
            return this;
        }

        /** The half message, and the group that knows its outcome. */
        public Builder half(String id, String group) {
            halfId = id;
            producerGroup = group;
            return this;
        }

        public Builder transactionId(String id) {
            transactionId = id;
            return this;
        }

        /** The attributes; {@link #NONE} if nothing was set. */
        public MessageAttributes build() {
            boolean none = producerId == null
                    && keyHashes.length == 0
                    && tagHash == 0
                    && halfId == null
                    && producerGroup == null
                    && transactionId == null;
            return none ? NONE : create();
        }

        private MessageAttributes create() {
            return new MessageAttributes(this);
        }
    }
}
