package io.carrick.broker;

import java.util.List;

/**
 * A local transaction: sends and settlements over any number of addresses that take effect together, by one record,
 * or not at all. Used from the connection's executor only.
 */
public interface Transaction {
    /** Names it: no other transaction of the broker has this id, also after restarts. */
    long id();

    /**
     * Enlists settlements.
     *
     * @param settled whether the client has already settled the deliveries itself; at rollback such deliveries
     *     return to their queue with one more failed attempt, the others stay with the client
     */
    void settle(List<Delivery> deliveries, Outcome outcome, boolean settled);

    /** Makes a later commit fail with {@link BrokerError.Code#TRANSACTION_ROLLBACK}. */
    void rollbackOnly(BrokerError reason);

    /**
     * Commits.
     *
     * @param reply succeeds when the outcome is durable; fails with {@code TRANSACTION_ROLLBACK} if it was rolled
     *     back instead
     */
    void commit(Reply<Void> reply);

    /** Rolls back. */
    void rollback(Reply<Void> reply);
}
