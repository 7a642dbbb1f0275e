package io.carrick.amqp;

import io.carrick.transactions.TransactionLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What all listeners have in common.
 *
 * @param containerId of the broker, in its open
 * @param version told to clients as the product's version
 * @param virtualHosts host names that clients may open; empty for any
 * @param queuePrefixes what marks an address as a queue's, besides {@code queue://}
 * @param topicPrefixes what marks an address as a topic's, besides {@code topic://}
 * @param channelMax highest channel number, which bounds the sessions of a connection
 * @param handleMax highest link handle of a session
 * @param incomingWindow transfer frames that a session may send ahead
 * @param idleTimeout silence after which a client counts as dead; zero for never
 * @param producerCredit messages that a producer may send ahead; topped up at half
 * @param largeMessageBytes size from which a message is streamed to and from the log, not held in memory
 * @param transactions limits of local transactions
 * @param ioThreads number of event loops; 0 for one per processor
 */
public record AmqpSettings(
        String containerId,
        String version,
        Set<String> virtualHosts,
        List<String> queuePrefixes,
        List<String> topicPrefixes,
        int channelMax,
        int handleMax,
        int incomingWindow,
        Duration idleTimeout,
        int producerCredit,
        int largeMessageBytes,
        TransactionLimits transactions,
        int ioThreads) {

    /** What is used where nothing is configured. */
    public static final AmqpSettings DEFAULT = new AmqpSettings(
            "carrick",
            "0.1.0",
            Set.of(),
            List.of(),
            List.of(),
            4095,
            65535,
            1024,
            Duration.ofSeconds(60),
            1000,
            256 * 1024,
            new TransactionLimits(1000, Duration.ofMinutes(5).toMillis()),
            0);

    public AmqpSettings {
        virtualHosts = Set.copyOf(virtualHosts);
        queuePrefixes = List.copyOf(queuePrefixes);
        topicPrefixes = List.copyOf(topicPrefixes);
    }

    /** The same with other host names. */
    public AmqpSettings withVirtualHosts(Set<String> hosts) {
        return new AmqpSettings(
                containerId,
                version,
                hosts,
                queuePrefixes,
                topicPrefixes,
                channelMax,
                handleMax,
                incomingWindow,
                idleTimeout,
                producerCredit,
                largeMessageBytes,
                transactions,
                ioThreads);
    }

    /** The same with another idle time-out. */
    public AmqpSettings withIdleTimeout(Duration timeout) {
        return new AmqpSettings(
                containerId,
                version,
                virtualHosts,
                queuePrefixes,
                topicPrefixes,
                channelMax,
                handleMax,
                incomingWindow,
                timeout,
                producerCredit,
                largeMessageBytes,
                transactions,
                ioThreads);
    }

    /** The same with other limits of transactions. */
    public AmqpSettings withTransactions(TransactionLimits limits) {
        return new AmqpSettings(
                containerId,
                version,
                virtualHosts,
                queuePrefixes,
                topicPrefixes,
                channelMax,
                handleMax,
                incomingWindow,
                idleTimeout,
                producerCredit,
                largeMessageBytes,
                limits,
                ioThreads);
    }
}
