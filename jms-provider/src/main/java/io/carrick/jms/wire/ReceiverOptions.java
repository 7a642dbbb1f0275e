package io.carrick.jms.wire;

/**
 * What a receiver wants.
 *
 * @param source where from
 * @param selector null for every message
 * @param noLocal whether messages of the same connection are left out
 * @param mode what happens to the messages received
 * @param subscription null for a queue, and for a topic consumer of its own that is not durable
 */
public record ReceiverOptions(
        Target source, String selector, boolean noLocal, Mode mode, SubscriptionOptions subscription) {

    /** What happens to the messages received. */
    public enum Mode {
        /** They stay at the broker until they are settled. */
        SETTLE,
        /** The broker forgets them as it sends them. */
        SETTLED_BY_BROKER,
        /** They are only looked at. The end of the queue is reported by {@link DeliverySink#drained}. */
        BROWSE
    }

    /**
     * A named subscription of a topic.
     *
     * @param name as the application gave it
     * @param durable whether it outlives its consumers
     * @param shared whether several consumers may share it
     */
    public record SubscriptionOptions(String name, boolean durable, boolean shared) {}
}
