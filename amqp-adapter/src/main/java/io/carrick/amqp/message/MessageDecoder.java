package io.carrick.amqp.message;

import io.carrick.broker.Message;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Objects;

/**
 * Turns the bytes of a transfer into a message for the broker (AMQP 1.0 part 3, section 3.2). Header and
 * delivery-annotations are read and left out of the stored contents; everything from message-annotations on is stored
 * byte for byte as received, copied at most once. Annotations, properties and application properties are checked down
 * to each entry, so that they can be read later without surprise; bodies are checked to be the sections they claim to
 * be but are not looked into. Stateless and thread-safe.
 */
public final class MessageDecoder {
    /** More than a header takes, and most delivery-annotations. */
    private static final int LEADING_MAX = 256;

    private MessageDecoder() {}

    /**
     * Decodes a complete message.
     *
     * @param bytes not kept
     * @param now time of arrival, milliseconds since the epoch, from which ttl and delays count
     */
    public static IncomingMessage decode(byte[] bytes, int offset, int length, long now)
            throws MalformedMessageException {
        return decode(bytes, offset, length, now, true);
    }

    /**
     * Decodes a complete message from the readable bytes of a buffer, whose indices stay as they are.
     *
     * @param payload not kept
     * @param now time of arrival, milliseconds since the epoch, from which ttl and delays count
     */
    public static IncomingMessage decode(ByteBuf payload, long now) throws MalformedMessageException {
        return decode(payload, now, true);
    }

    /**
     * Decodes the first bytes of a large message: all sections in front of the body, and the descriptor of the body's
     * first section, must be among them. The rest of the body may be missing; it is for the caller to check it with
     * {@link BodyScanner} as it arrives.
     */
    public static IncomingMessage decodeBeginning(ByteBuf payload, long now) throws MalformedMessageException {
        return decode(payload, now, false);
    }

    /** As {@link #decodeBeginning(ByteBuf, long)} from an array. */
    public static IncomingMessage decodeBeginning(byte[] bytes, int offset, int length, long now)
            throws MalformedMessageException {
        return decode(bytes, offset, length, now, false);
    }

    private static IncomingMessage decode(ByteBuf payload, long now, boolean complete)
            throws MalformedMessageException {
        int from = payload.readerIndex();
        int length = payload.readableBytes();
        if (payload.hasArray()) {
            return decode(payload.array(), payload.arrayOffset() + from, length, now, complete);
        }
        byte[] head = new byte[Math.min(length, LEADING_MAX)];
        payload.getBytes(from, head);
        LeadingSections leading = LeadingSections.tryRead(head, length);
        if (leading == null) {
            byte[] all = new byte[length];
            payload.getBytes(from, all);
            return decode(all, 0, length, now, complete);
        }
        byte[] stored = new byte[length - leading.length()];
        payload.getBytes(from + leading.length(), stored);
        return decodeStored(leading, stored, now, complete);
    }

    private static IncomingMessage decode(byte[] bytes, int offset, int length, long now, boolean complete)
            throws MalformedMessageException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        LeadingSections leading = LeadingSections.read(bytes, offset, offset + length);
        byte[] stored = Arrays.copyOfRange(bytes, offset + leading.length(), offset + length);
        return decodeStored(leading, stored, now, complete);
    }

    private static IncomingMessage decodeStored(LeadingSections leading, byte[] stored, long now, boolean complete)
            throws MalformedMessageException {
        try {
            SectionScanner scanner = new SectionScanner(stored, 0, stored.length);
            EncodedMessage contents = EncodedMessage.locate(stored, scanner);
            if (complete) {
                checkToTheEnd(scanner);
            } else {
                scanner.requireBody();
            }
            return build(leading, contents, stored, now);
        } catch (MalformedMessageException e) {
            throw e.shiftedBy(leading.length());
        }
    }

    private static void checkToTheEnd(SectionScanner scanner) throws MalformedMessageException {
        while (scanner.next()) {
            // checks the sections of the body and what follows
        }
        scanner.requireContent();
    }

    private static IncomingMessage build(LeadingSections leading, EncodedMessage contents, byte[] stored, long now)
            throws MalformedMessageException {
        HeaderSection header = leading.header();
        ContentFields fields = ContentFields.read(contents);
        String deduplicationId =
                fields.deduplicationId() != null ? fields.deduplicationId() : leading.deduplicationId();
        Message.Builder builder = Message.builder()
                .durable(header.durable())
                .priority(header.priority())
                .timestamp(now)
                .expiryTime(header.ttlMillis() > 0 ? now + header.ttlMillis() : fields.absoluteExpiryTime())
                .deliverAt(fields.deliverAt(now))
                .messageId(fields.messageId())
                .groupId(fields.groupId())
                .deduplicationId(deduplicationId)
                .attributes(fields.attributes())
                .encoded(stored);
        return new IncomingMessage(builder, contents, fields.toKind(), fields.half());
    }
}
