package io.carrick.broker.record;

import io.carrick.broker.MessageAttributes;
import java.nio.ByteBuffer;

/**
 * The attributes of a message in their form on disk: one flag each in the flags of the message, and for each flag that
 * is set, in this order:
 *
 * <pre>
 *  4 producer     text producerId   long producerSequence
 *  8 keys         unsigned byte count   long hash each
 * 16 tag          int hash
 * 32 half         text halfId   text producerGroup
 * 64 transaction  text transactionId
 * </pre>
 *
 * <p>A message without any takes no byte for them. The texts are encoded when this is made. Immutable.
 */
final class AttributesForm {
    private static final int PRODUCER = 4;
    private static final int KEYS = 8;
    private static final int TAG = 16;
    private static final int HALF = 32;
    private static final int TRANSACTION = 64;
    private static final AttributesForm NONE = new AttributesForm(MessageAttributes.NONE);

    private final MessageAttributes attributes;
    private final Text producerId;
    private final Text halfId;
    private final Text producerGroup;
    private final Text transactionId;
    private final int flags;

    private AttributesForm(MessageAttributes attributes) {
        this.attributes = attributes;
        producerId = Text.of(attributes.producerId());
        halfId = Text.of(attributes.halfId());
        producerGroup = Text.of(attributes.producerGroup());
        transactionId = Text.of(attributes.transactionId());
        flags = (attributes.producerId() == null ? 0 : PRODUCER)
                | (attributes.keyCount() == 0 ? 0 : KEYS)
                | (attributes.tagHash() == 0 ? 0 : TAG)
                | (attributes.halfId() == null && attributes.producerGroup() == null ? 0 : HALF)
                | (attributes.transactionId() == null ? 0 : TRANSACTION);
    }

    /** @throws IllegalArgumentException if a text is too long to be stored */
    static AttributesForm of(MessageAttributes attributes) {
        return attributes == MessageAttributes.NONE ? NONE : new AttributesForm(attributes);
    }

    /** What they add to the flags of the message. */
    int flags() {
        return flags;
    }

    /** Bytes they take. */
    int size() {
        return (has(flags, PRODUCER) ? producerId.size() + Long.BYTES : 0)
                + (has(flags, KEYS) ? 1 + attributes.keyCount() * Long.BYTES : 0)
                + (has(flags, TAG) ? Integer.BYTES : 0)
                + (has(flags, HALF) ? halfId.size() + producerGroup.size() : 0)
                + (has(flags, TRANSACTION) ? transactionId.size() : 0);
    }

    void write(ByteBuffer target) {
        if (has(flags, PRODUCER)) {
            producerId.write(target);
            target.putLong(attributes.producerSequence());
        }
        if (has(flags, KEYS)) {
            target.put((byte) attributes.keyCount());
            for (int key = 0; key < attributes.keyCount(); key++) {
                target.putLong(attributes.keyHash(key));
            }
        }
        if (has(flags, TAG)) {
            target.putInt(attributes.tagHash());
        }
        if (has(flags, HALF)) {
            halfId.write(target);
            producerGroup.write(target);
        }
        if (has(flags, TRANSACTION)) {
            transactionId.write(target);
        }
    }

    static MessageAttributes read(int flags, ByteBuffer source) {
        MessageAttributes.Builder builder = MessageAttributes.builder();
        if (has(flags, PRODUCER)) {
            builder.producer(Text.read(source), source.getLong());
        }
        if (has(flags, KEYS)) {
            long[] hashes = new long[source.get() & 0xff];
            for (int key = 0; key < hashes.length; key++) {
                hashes[key] = source.getLong();
            }
            builder.keyHashes(hashes);
        }
        if (has(flags, TAG)) {
            builder.tagHash(source.getInt());
        }
        if (has(flags, HALF)) {
            builder.half(Text.read(source), Text.read(source));
        }
        if (has(flags, TRANSACTION)) {
            builder.transactionId(Text.read(source));
        }
        return builder.build();
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
