package io.carrick.broker;

import io.carrick.store.CommitLogSettings;

/**
 * What a broker is given of the machine.
 *
 * @param log the commit log: segment size, disk limit, reserve
 * @param cacheBytes memory for messages that are in the log as well
 * @param memoryOnlyBytes memory for messages that are nowhere else; more of them go through the log, or are refused
 *     by addresses that keep nothing on disk (temporary ones, topics without durable subscriptions)
 * @param checkpointEveryBytes bytes of log after which a checkpoint is written; the most that a restart replays
 * @param halfMessages how half messages are asked for and kept
 * @param branchOutcomes how the outcomes of distributed transactions are kept
 */
public record BrokerSettings(
        CommitLogSettings log,
        long cacheBytes,
        long memoryOnlyBytes,
        long checkpointEveryBytes,
        HalfSettings halfMessages,
        OutcomeSettings branchOutcomes) {
    /** Settings for a heap of 256 MiB. */
    public static final BrokerSettings DEFAULT =
            new BrokerSettings(CommitLogSettings.DEFAULT, 48L << 20, 32L << 20, 64L << 20);

    /** Settings with the usual ones for half messages and distributed transactions. */
    public BrokerSettings(CommitLogSettings log, long cacheBytes, long memoryOnlyBytes, long checkpointEveryBytes) {
        this(log, cacheBytes, memoryOnlyBytes, checkpointEveryBytes, HalfSettings.DEFAULT, OutcomeSettings.DEFAULT);
    }
}
