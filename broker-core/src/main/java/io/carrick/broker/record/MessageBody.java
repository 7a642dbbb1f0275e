package io.carrick.broker.record;

import io.carrick.broker.Message;
import java.nio.ByteBuffer;

/**
 * A message in its form on disk:
 *
 * <pre>
 * byte flags (1 durable, 2 has a large body, 4 to 64 see {@link AttributesForm}, 128 not used)   byte priority
 * long timestamp   long expiryTime   long deliverAt
 * text messageId   text groupId   text deduplicationId   text publisher
 * long largeBodyId (only with flag 2)
 * attributes (see {@link AttributesForm}; nothing if there are none)
 * int length   bytes encoded
 * </pre>
 *
 * <p>Flag 128 is for a second byte of flags, should there ever be one; who does not know it refuses the record.
 *
 * <p>Immutable; the texts are encoded when it is made, so that the core thread need not.
 */
public final class MessageBody {
    private static final int DURABLE = 1;
    private static final int LARGE = 2;
    private static final int UNKNOWN = 128;
    private static final int FIXED = 2 + 3 * Long.BYTES + Integer.BYTES;

    private final Message message;
    private final long largeBodyId;
    private final Text messageId;
    private final Text groupId;
    private final Text deduplicationId;
    private final Text publisher;
    private final AttributesForm attributes;

    /**
     * @param largeBodyId id of the chain of chunks that continues the contents, 0 for none
     * @throws IllegalArgumentException if a text is too long to be stored
     */
    public MessageBody(Message message, long largeBodyId) {
        this.message = message;
        this.largeBodyId = largeBodyId;
        messageId = Text.of(message.messageId());
        groupId = Text.of(message.groupId());
        deduplicationId = Text.of(message.deduplicationId());
        publisher = Text.of(message.publisher());
        attributes = AttributesForm.of(message.attributes());
    }

    public Message message() {
        return message;
    }

    /** Id of the chain of chunks, 0 for none. */
    public long largeBodyId() {
        return largeBodyId;
    }

    /** How many hashes the message can be found by in the index: those of its keys, then that of its id. */
    public int indexHashCount() {
        return message.attributes().keyCount() + (message.messageId() == null ? 0 : 1);
    }

    /** One of the hashes that the message can be found by. */
    public long indexHash(int place) {
        return place < message.attributes().keyCount() ? message.attributes().keyHash(place) : messageId.hash();
    }

    /** Bytes it takes on disk. */
    public int size() {
        return FIXED
                + (largeBodyId == 0 ? 0 : Long.BYTES)
                + messageId.size()
                + groupId.size()
                + deduplicationId.size()
                + publisher.size()
                + attributes.size()
                + message.encoded().length;
    }

    void write(ByteBuffer target) {
        int flags = (message.durable() ? DURABLE : 0) | (largeBodyId == 0 ? 0 : LARGE) | attributes.flags();
        target.put((byte) flags);
        target.put((byte) message.priority());
        target.putLong(message.timestamp()).putLong(message.expiryTime()).putLong(message.deliverAt());
        messageId.write(target);
        groupId.write(target);
        deduplicationId.write(target);
        publisher.write(target);
        if (largeBodyId != 0) {
            target.putLong(largeBodyId);
        }
        attributes.write(target);
        target.putInt(message.encoded().length).put(message.encoded());
    }

    static MessageBody read(ByteBuffer source) {
        int flags = source.get();
        if ((flags & UNKNOWN) != 0) {
            throw new IllegalArgumentException("message with flags " + (flags & 0xff) + ", written by a later version");
        }
        Message.Builder builder = Message.builder()
                .durable((flags & DURABLE) != 0)
                .priority(source.get())
                .timestamp(source.getLong())
                .expiryTime(source.getLong())
                .deliverAt(source.getLong())
                .messageId(Text.read(source))
                .groupId(Text.read(source))
                .deduplicationId(Text.read(source))
                .publisher(Text.read(source));
        long largeBodyId = (flags & LARGE) == 0 ? 0 : source.getLong();
        builder.attributes(AttributesForm.read(flags, source));
        byte[] encoded = new byte[source.getInt()];
        source.get(encoded);
        return new MessageBody(builder.encoded(encoded).build(), largeBodyId);
    }
}
