/**
 * The core thread and what runs on it: commands of connections become records, records that are durable change the
 * state, and what changed goes out to the connections. A turn takes all commands that wait, hands their records to
 * the journal in one batch, dispatches, and then wakes each connection that has something to hear once.
 */
package io.carrick.broker.core;
