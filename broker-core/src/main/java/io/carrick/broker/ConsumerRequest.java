package io.carrick.broker;

/**
 * What a consumer asks for.
 *
 * @param destination where from
 * @param linkName name of the link, for logs, the console and "undeliverable here"
 * @param subscription identity of a named subscription on a topic; null for a queue, or for an unnamed,
 *     non-durable, unshared subscription
 * @param durable whether the named subscription outlives its consumers
 * @param filter which messages, or null for all
 * @param noLocal leave out what was published by connections with the same container id
 * @param browse look without taking; the consumer sees a snapshot and nothing later
 * @param exclusive be the only active consumer; on a queue the others wait as stand-bys
 */
public record ConsumerRequest(
        Destination destination,
        String linkName,
        SubscriptionKey subscription,
        boolean durable,
        FilterSpec filter,
        boolean noLocal,
        boolean browse,
        boolean exclusive) {}
