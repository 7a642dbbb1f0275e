package io.carrick.broker;

/** A receiving client. Used from the connection's executor only. */
public interface Consumer {
    /** The resolved source. */
    Destination destination();

    /** The filter that is applied, null if none. */
    FilterSpec filter();

    /** True if it looks without taking. */
    boolean browsing();

    /**
     * Sets how far the broker may go.
     *
     * @param limit total number of deliveries, since the consumer opened, that it may have made; lowering it takes
     *     back credit not yet used
     * @param drain answer with {@link ConsumerEvents#drained} as soon as no message is available or the limit is
     *     reached, and treat the limit as used up then
     */
    void credit(long limit, boolean drain);

    /**
     * Ends the consumer.
     *
     * @param how what becomes of a durable subscription
     * @param reply told when it is done; fails with {@link BrokerError.Code#UNAUTHORIZED} if the subscription may not
     *     be deleted: the consumer has ended then and the subscription stays; may be null
     */
    void close(Close how, Reply<Void> reply);

    /** How a consumer ends. */
    enum Close {
        /** Unsettled deliveries return; a durable subscription stays. */
        DETACH,
        /** As DETACH, but the client has vanished without a word, maybe because of a message that it held. */
        LOST,
        /** As DETACH, and a durable subscription is deleted when this was its last consumer. */
        UNSUBSCRIBE
    }
}
