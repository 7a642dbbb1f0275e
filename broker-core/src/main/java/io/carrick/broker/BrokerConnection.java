package io.carrick.broker;

import java.io.UncheckedIOException;
import java.util.List;

/**
 * One client connection. Methods may be called from the connection's executor only; none blocks. Every reply and
 * event comes on that executor.
 */
public interface BrokerConnection {

    /**
     * Opens a producer.
     *
     * @param destination the fixed target, or null for a producer that names the destination with each message
     *     (the anonymous terminus); a fixed target is created if unknown and permitted
     */
    void openProducer(Destination destination, Reply<Producer> reply);

    /** Opens a consumer; its first credit is zero. */
    void openConsumer(ConsumerRequest request, ConsumerEvents events, Reply<Consumer> reply);

    /** Creates a node whose name the broker chooses. */
    default void createTemporary(NodeKind kind, Lifetime lifetime, Reply<TemporaryNode> reply) {
        createTemporary(kind, lifetime, null, reply);
    }

    /**
     * Creates a node whose name the broker chooses.
     *
     * @param suffix what the name ends with if no other node has that name, so that a client gets its node's name again
     *     after it has lost the connection; must be a secret of the client or made of one. Null for a random one
     */
    void createTemporary(NodeKind kind, Lifetime lifetime, String suffix, Reply<TemporaryNode> reply);

    /** Looks a durable subscription up; fails with {@link BrokerError.Code#NOT_FOUND}. */
    void findSubscription(SubscriptionKey key, Reply<SubscriptionInfo> reply);

    /**
     * Deletes a durable subscription and what waits in it.
     *
     * @param reply fails with {@code NOT_FOUND}, {@code RESOURCE_LOCKED} while it has consumers, or {@code UNAUTHORIZED}
     */
    void deleteSubscription(SubscriptionKey key, Reply<Void> reply);

    /**
     * Settles deliveries of any consumers of this connection with one outcome.
     *
     * @param reply told when the outcome is durable; null if nobody asks. A delivery that is no longer held (its
     *     consumer closed, the queue deleted) is passed over
     */
    void settle(List<Delivery> deliveries, Outcome outcome, Reply<Void> reply);

    /**
     * Takes a delivery out of the way whose message cannot be read: {@link Delivery#message()} or {@link
     * LargeBody#read} has failed. A stand-in goes to the dead-letter address; without one the message stays where it
     * is and is passed over as long as its queue is in use. Either way the broker logs what was wrong.
     */
    void unreadable(Delivery delivery, UncheckedIOException cause);

    /** Begins a local transaction. It is rolled back when the connection closes. */
    Transaction beginTransaction();

    /** The distributed transactions, as this connection uses them. */
    XaTransactions distributedTransactions();

    /** What may be asked about half messages. */
    HalfMessages halfMessages();

    /**
     * Finds out what became of a transaction of an earlier connection of the same container, and decides it if nothing
     * has: one that is still open is rolled back, so that a commit that was lost on its way cannot come late.
     *
     * @param reply succeeds if it was committed, once that is durable; fails with {@code TRANSACTION_ROLLBACK} if it was
     *     rolled back, or {@code TRANSACTION_UNKNOWN}: never committed, or more than ten minutes ago
     */
    void transactionOutcome(long transactionId, Reply<Void> reply);

    /**
     * Starts a message body too large to hold in memory.
     *
     * @see LargeBody
     */
    LargeBody openLargeBody();

    /**
     * The connection is gone: open transactions roll back, consumers close with what they hold returned and marked
     * as possibly seen, temporary nodes are deleted. Idempotent.
     */
    void close();
}
