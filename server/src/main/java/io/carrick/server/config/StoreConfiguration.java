package io.carrick.server.config;

import io.carrick.server.yaml.ByteSize;
import io.carrick.server.yaml.Default;
import io.carrick.server.yaml.Range;

/**
 * The commit log.
 *
 * @param segmentSize size of one file of the log
 * @param diskLimit most bytes that all files together may take; zero for all the disk has
 * @param reserve kept free for acknowledgements and commits when the limit is reached
 */
public record StoreConfiguration(
        @Default("128MiB") @Range(min = 1 << 20, max = 1 << 30)
        ByteSize segmentSize,

        @Default("0") ByteSize diskLimit,
        @Default("64MiB") ByteSize reserve) {

    public StoreConfiguration {
        if (diskLimit.bytes() != 0 && diskLimit.bytes() < 2 * segmentSize.bytes() + reserve.bytes()) {
            throw new IllegalArgumentException("disk-limit must hold at least two segments and the reserve");
        }
    }
}
