package io.carrick.broker.record;

import io.carrick.broker.Message;
import java.nio.ByteBuffer;

/**
 * A message in its form on disk:
 *
 * <pre>
 * byte flags (1 durable, 2 has a large body)   byte priority
 * long timestamp   long expiryTime   long deliverAt
 * text messageId   text groupId   text deduplicationId   text publisher
 * long largeBodyId (only with flag 2)
 * int length   bytes encoded
 * </pre>
 *
 * <p>Immutable; the texts are encoded when it is made, so that the core thread need not.
 */
public final class MessageBody {
    private static final int DURABLE = 1;
    private static final int LARGE = 2;
    private static final int FIXED = 2 + 3 * Long.BYTES + Integer.BYTES;

    private final Message message;
    private final long largeBodyId;
    private final Text messageId;
    private final Text groupId;
    private final Text deduplicationId;
    private final Text publisher;

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
    }

    public Message message() {
        return message;
    }

    /** Id of the chain of chunks, 0 for none. */
    public long largeBodyId() {
        return largeBodyId;
    }

    /** Bytes it takes on disk. */
    public int size() {
        return FIXED
                + (largeBodyId == 0 ? 0 : Long.BYTES)
                + messageId.size()
                + groupId.size()
                + deduplicationId.size()
                + publisher.size()
                + message.encoded().length;
    }

    void write(ByteBuffer target) {
        target.put((byte) ((message.durable() ? DURABLE : 0) | (largeBodyId == 0 ? 0 : LARGE)));
        target.put((byte) message.priority());
        target.putLong(message.timestamp()).putLong(message.expiryTime()).putLong(message.deliverAt());
        messageId.write(target);
        groupId.write(target);
        deduplicationId.write(target);
        publisher.write(target);
        if (largeBodyId != 0) {
            target.putLong(largeBodyId);
        }
        target.putInt(message.encoded().length).put(message.encoded());
    }

    static MessageBody read(ByteBuffer source) {
        int flags = source.get();
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
        byte[] encoded = new byte[source.getInt()];
        source.get(encoded);
        return new MessageBody(builder.encoded(encoded).build(), largeBodyId);
    }
}
