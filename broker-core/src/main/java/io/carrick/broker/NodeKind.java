package io.carrick.broker;

/** How an address distributes: each message to one consumer, or to every subscription. */
public enum NodeKind {
    QUEUE,
    TOPIC
}
