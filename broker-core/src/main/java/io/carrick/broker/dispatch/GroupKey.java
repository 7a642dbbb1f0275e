package io.carrick.broker.dispatch;

import io.carrick.broker.FilterSpec;

/**
 * What consumers of a group have in common.
 *
 * @param filter which messages, null for all
 * @param noLocalContainer container whose messages are left out, null for none
 * @param only set if the consumer has a cursor of its own, since message groups are in use
 */
record GroupKey(FilterSpec filter, String noLocalContainer, ActiveConsumer only) {}
