package io.carrick.broker;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What an operator sees and does. Thread-safe. Stages complete on an internal thread, exceptionally with {@link
 * BrokerException}.
 */
public interface Administration {
    /** All queues and subscriptions. */
    CompletionStage<List<QueueStatus>> queues();

    /** All addresses. */
    CompletionStage<List<AddressStatus>> addresses();

    CompletionStage<Void> createAddress(String name, NodeKind kind);

    /** Deletes an address and all that is in it; consumers are detached. */
    CompletionStage<Void> deleteAddress(String name, NodeKind kind);

    /**
     * Removes all messages that no consumer holds.
     *
     * @param queue name as {@link QueueStatus#name()} shows it
     * @return how many were removed
     */
    CompletionStage<Long> purge(String queue);

    /**
     * Finds messages that are in the log, the one that came last first. One that has been dealt with is found as long
     * as the log still holds it; one that was never in the log, since it need not survive a restart, is not found.
     *
     * @param key the message id, or one of the keys that the sender gave the message
     * @param fromMillis earliest time the broker took it, milliseconds since the epoch, inclusive
     * @param toMillis latest time, inclusive
     * @param max messages at most
     */
    CompletionStage<List<MessageLocation>> find(String key, long fromMillis, long toMillis, int max);

    /** All connections of clients. */
    CompletionStage<List<ConnectionStatus>> connections();

    /**
     * Tells a client that its connection is closed by an operator, and closes it. The stage completes when that has
     * been asked for; fails with {@link BrokerError.Code#NOT_FOUND}.
     */
    CompletionStage<Void> closeConnection(long id);

    /** All work that waits for an outcome. */
    TransactionAdministration transactions();

    /** Half messages. */
    HalfAdministration halfMessages();

    /** Figures of the whole broker, cheap enough to be asked every second. */
    CompletionStage<BrokerStatus> status();

    /**
     * A queue, or one subscription of a topic, as it stands.
     *
     * @param name the queue's address; for a subscription {@code address::subscription}
     * @param ready messages that can be dispatched now
     * @param delivering messages held by consumers
     * @param scheduled messages waiting for the delivery time that their senders gave
     */
    record QueueStatus(
            String name,
            String address,
            NodeKind kind,
            boolean durable,
            boolean temporary,
            long ready,
            long delivering,
            long scheduled,
            int consumers,
            long added,
            long acknowledged,
            long deadLettered,
            long expired) {}

    /**
     * A connection as it stands.
     *
     * @param id never used again while the broker runs
     * @param containerId the AMQP container id (the JMS client id)
     * @param listener name of the listener that accepted it
     * @param transactions that are open
     * @param openedMillis when it was opened, milliseconds since the epoch
     */
    record ConnectionStatus(
            long id,
            String user,
            String containerId,
            String remoteAddress,
            String listener,
            int sessions,
            int producers,
            int consumers,
            int transactions,
            long openedMillis) {}

    /** An address as it stands. */
    record AddressStatus(String name, NodeKind kind, boolean temporary, boolean autoCreated, int queues, long routed) {}

    /** Figures of the whole broker; counts since start. */
    record BrokerStatus(
            int connections,
            int producers,
            int consumers,
            long messagesIn,
            long messagesOut,
            long acknowledged,
            long expired,
            long deadLettered,
            long openTransactions,
            long memoryBytes,
            long diskBytes,
            long diskLimitBytes,
            boolean diskFull,
            LatencySummary flush,
            LatencySummary dispatch) {}

    /** Latency since start in microseconds. */
    record LatencySummary(long count, long p50Micros, long p99Micros, long maxMicros) {}
}
