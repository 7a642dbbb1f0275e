package io.carrick.server.config;

import io.carrick.server.yaml.ByteSize;
import io.carrick.server.yaml.Default;
import io.carrick.server.yaml.Range;
import io.carrick.store.CommitLogSettings;

/**
 * The commit log.
 *
 * @param segmentSize size of one file of the log
 * @param diskLimit most bytes that all files together may take; zero for all the disk has
 * @param reserve kept free for acknowledgements and commits when the limit is reached
 * @param checkpointEvery bytes of log after which the state is written aside; the most that a restart replays
 */
public record StoreConfiguration(
        @Default("128MiB") @Range(min = 1 << 20, max = 1 << 30)
        ByteSize segmentSize,

        @Default("0") ByteSize diskLimit,
        @Default("128MiB") ByteSize reserve,
        @Default("64MiB") @Range(min = 1 << 20) ByteSize checkpointEvery) {
    private static final int BLOCK_BYTES = 4096;
    private static final int RESERVE_SEGMENTS_MAX = 64;

    public StoreConfiguration {
        long segment = segmentSize.bytes();
        long reserveSegments = (reserve.bytes() + segment - 1) / segment;
        if (segment % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("segment-size must be a multiple of 4096 bytes, not " + segment);
        }
        if (reserveSegments > RESERVE_SEGMENTS_MAX) {
            throw new IllegalArgumentException("reserve must be at most 64 segments");
        }
        if (diskLimit.bytes() != 0 && diskLimit.bytes() < (2 + reserveSegments) * segment) {
            throw new IllegalArgumentException("disk-limit must hold at least two segments and the reserve");
        }
    }

    /** As the commit log takes it. */
    public CommitLogSettings commitLog() {
        return new CommitLogSettings((int) segmentSize.bytes(), diskLimit.bytes(), reserve.bytes());
    }
}
