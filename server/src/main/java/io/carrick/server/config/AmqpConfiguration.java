package io.carrick.server.config;

import io.carrick.server.yaml.ByteSize;
import io.carrick.server.yaml.Default;
import io.carrick.server.yaml.Range;
import java.time.Duration;
import java.util.List;

/**
 * What all listeners have in common.
 *
 * @param idleTimeout silence after which a client is cut off; zero for never
 * @param producerCredit messages that a producer may send ahead of their acknowledgements
 * @param largeMessageSize size from which a message is streamed to and from the log instead of held in memory
 * @param transactionLimit most open transactions of a connection
 * @param transactionTimeout age at which an open transaction is rolled back; zero for never
 * @param channelMax highest channel number: one less than the most sessions of a connection
 * @param queuePrefixes marks an address as a queue's, besides {@code queue://}
 * @param topicPrefixes marks an address as a topic's, besides {@code topic://}
 * @param ioThreads threads that serve connections; 0 for one per processor
 */
public record AmqpConfiguration(
        @Default("60s") Duration idleTimeout,
        @Default("1000") @Range(min = 1, max = 1_000_000) int producerCredit,

        @Default("256KiB") @Range(min = 4096, max = 16 << 20)
        ByteSize largeMessageSize,

        @Default("1000") @Range(min = 1) int transactionLimit,
        @Default("5m") Duration transactionTimeout,
        @Default("4095") @Range(max = 65535) int channelMax,
        List<String> queuePrefixes,
        List<String> topicPrefixes,
        @Default("0") @Range(max = 1024) int ioThreads) {}
