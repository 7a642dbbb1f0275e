package io.carrick.server.config;

import io.carrick.server.yaml.ByteSize;
import io.carrick.server.yaml.Default;

/**
 * Memory for messages.
 *
 * @param limit bytes of message contents kept in memory; more are read back from the log. Zero: a third of the heap
 */
public record MemoryConfiguration(@Default("0") ByteSize limit) {
    /** The limit in bytes. */
    public long limitBytes() {
        return limit.bytes() != 0 ? limit.bytes() : Runtime.getRuntime().maxMemory() / 3;
    }
}
