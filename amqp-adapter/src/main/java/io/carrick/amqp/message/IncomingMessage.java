package io.carrick.amqp.message;

import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;

/**
 * A message as it was received: the broker's fields filled in, and what an anonymous sender says about where it goes.
 * Not thread-safe.
 */
public final class IncomingMessage {
    private final Message.Builder builder;
    private final EncodedMessage contents;
    private final NodeKind toKind;

    IncomingMessage(Message.Builder builder, EncodedMessage contents, NodeKind toKind) {
        this.builder = builder;
        this.contents = contents;
        this.toKind = toKind;
    }

    /**
     * The message with durable, priority, timestamp, expiryTime, deliverAt, messageId, groupId, deduplicationId,
     * attributes and encoded set. The publisher and a large message's body are for the caller to add.
     */
    public Message.Builder builder() {
        return builder;
    }

    /** The sections from message-annotations on, readable. */
    public EncodedMessage contents() {
        return contents;
    }

    /** The address in properties.to as the sender wrote it; null if there is none. */
    public String to() {
        return contents.to();
    }

    /** What kind of node {@link #to()} names, from annotation x-opt-jms-dest or x-opt-to-type; null if unknown. */
    public NodeKind toKind() {
        return toKind;
    }
}
