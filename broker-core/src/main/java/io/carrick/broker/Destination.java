package io.carrick.broker;

/**
 * A name a client sends to or receives from.
 *
 * @param name the address without scheme or prefix
 * @param kind what the client expects, or null if it does not say: then an existing queue or topic of that name is
 *     meant (the queue if both exist), and a new one becomes what the address settings say, a queue by default
 */
public record Destination(String name, NodeKind kind) {}
