/**
 * What waits in a message queue, as seen from the commit log: fixed-size entries in chunks that live in memory while
 * the queue is short and in shared pages on disk when it is long, and the set of sequences that are settled.
 * Everything here can be rebuilt from a checkpoint and the tail of the log.
 */
package io.carrick.store.queue;
