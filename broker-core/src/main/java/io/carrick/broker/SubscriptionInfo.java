package io.carrick.broker;

/** A subscription as it stands. */
public record SubscriptionInfo(
        SubscriptionKey key, Destination topic, FilterSpec filter, boolean noLocal, int consumers) {}
