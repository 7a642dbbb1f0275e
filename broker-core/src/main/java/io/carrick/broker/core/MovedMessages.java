package io.carrick.broker.core;

import io.carrick.broker.Message;
import io.carrick.broker.MessageFormat;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.Subscription;
import io.carrick.broker.state.UnreadableMessageException;
import io.carrick.store.queue.QueueEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arrives at a dead-letter or expiry address: the message, with where it came from and why written into its
 * annotations; or, if it cannot be read any more, a stand-in that says so.
 */
final class MovedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(MovedMessages.class);

    /** Longest reason in characters that is written into a moved message. */
    private static final int REASON_MAX = 1000;

    private final MessageReader reader;
    private final MessageFormat format;
    private final RecordLimit limit;

    MovedMessages(MessageReader reader, MessageFormat format, RecordLimit limit) {
        this.reader = reader;
        this.format = format;
        this.limit = limit;
    }

    /** The message as it is to be stored at its new address. */
    MessageBody moved(Subscription subscription, long key, QueueEntry entry, String reason) {
        Message message = (Message) entry.cached();
        if (message == null) {
            try {
                message = reader.read(new Place(entry.position(), entry.size())).message();
            } catch (UnreadableMessageException e) {
                LOG.error(
                        "Message {} of {} cannot be moved ({}); a stand-in goes in its place",
                        MessageKey.index(key),
                        subscription.name(),
                        reason,
                        e);
                return standIn(subscription, entry, reason, e.getMessage());
            }
        }
        Map<String, Object> annotations = origin(subscription, reason);
        if (message.messageId() != null) {
            annotations.put("x-opt-ORIG-MESSAGE-ID", message.messageId());
        }
        Message moved = message.toBuilder()
                .expiryTime(0)
                .deliverAt(0)
                .deduplicationId(null)
                .encoded(encoded(message, annotations))
                .build();
        long largeBody = subscription.address().messages().largeBody(key);
        MessageBody body = new MessageBody(moved, largeBody);
        return limit.takes(body)
                ? body
                : new MessageBody(moved.toBuilder().encoded(message.encoded()).build(), largeBody);
    }

    /**
     * A message that stands for one that cannot be read.
     *
     * @param what which one that was and what is wrong with it
     */
    MessageBody standIn(Subscription subscription, QueueEntry entry, String reason, String what) {
        byte[] text = format.text("In place of a message of " + subscription.name() + ". " + what);
        Message message = Message.builder()
                .durable((entry.flags() & MessageQueue.DURABLE) != 0)
                .priority(entry.priority())
                .encoded(format.annotate(text, origin(subscription, reason)))
                .build();
        return new MessageBody(message, 0);
    }

    private static Map<String, Object> origin(Subscription subscription, String reason) {
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("x-opt-ORIG-ADDRESS", subscription.address().name());
        annotations.put("x-opt-ORIG-QUEUE", queueName(subscription));
        annotations.put("x-opt-ORIG-REASON", reason.substring(0, Math.min(reason.length(), REASON_MAX)));
        return annotations;
    }

    /** The queue's name, or the subscription's without its topic. */
    static String queueName(Subscription subscription) {
        return subscription.key() == null
                ? subscription.address().name()
                : subscription.key().name();
    }

    /** Contents that cannot be decoded are moved as they are. */
    private byte[] encoded(Message message, Map<String, Object> annotations) {
        try {
            return format.annotate(format.withoutExpiry(message.encoded()), annotations);
        } catch (RuntimeException e) {
            LOG.warn("Message {} cannot be annotated with {}", message.messageId(), annotations, e);
            return message.encoded();
        }
    }
}
