/**
 * Who holds which message now: consumers with their credit, cursors over the messages of a subscription, deliveries.
 *
 * <p>None of it is in the journal; it lives on the leader only and is made anew from the state when consumers attach.
 * Consumers with equal filters form a {@link io.carrick.broker.dispatch.ScanGroup} that shares one cursor. A message
 * that arrives wakes only the groups it may match; a message that comes back waits, in its old place, in a set that
 * is looked at before the cursors.
 */
package io.carrick.broker.dispatch;
