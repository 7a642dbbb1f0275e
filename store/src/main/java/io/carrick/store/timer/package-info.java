/**
 * Points in time at which something is due: delay, expiry, redelivery back-off, check-back. Near ones are in memory,
 * far ones in buckets on disk. Everything here can be rebuilt from a checkpoint and the tail of the log.
 */
package io.carrick.store.timer;
