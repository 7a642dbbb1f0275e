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
    private final HalfAnnotations half;

    IncomingMessage(Message.Builder builder, EncodedMessage contents, NodeKind toKind, HalfAnnotations half) {
        this.builder = builder;
        this.contents = contents;
        this.toKind = toKind;
        this.half = half;
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

    /** What it says about being a half message; null if it is none. */
    public HalfAnnotations half() {
        return half;
    }
}
