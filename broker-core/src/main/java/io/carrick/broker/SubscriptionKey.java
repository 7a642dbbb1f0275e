package io.carrick.broker;

/**
 * Identity of a named subscription.
 *
 * @param scope the container id of its owner, or null for a global one that any client may share
 * @param name the subscription's name
 * @param shared whether several consumers may share it
 * @param durable durable and volatile subscriptions live in different name spaces
 */
public record SubscriptionKey(String scope, String name, boolean shared, boolean durable) {}
