/**
 * Who holds which message now: consumers with their credit, cursors over the messages of a subscription, deliveries.
 *
 * <p>None of it is in the journal; it lives on the leader only and is made anew from the state when consumers attach.
 * {@link io.carrick.broker.dispatch.SubscriptionDispatch} puts the parts together. Consumers with equal filters form a
 * {@link io.carrick.broker.dispatch.ScanGroup} that shares one cursor; a message that arrives wakes only the groups it
 * may match. {@link io.carrick.broker.dispatch.ReturnedMessages} wait in their old places and are looked at before the
 * cursors. The {@link io.carrick.broker.dispatch.MarkGate} keeps dispatch below what the journal knows of.
 */
package io.carrick.broker.dispatch;
