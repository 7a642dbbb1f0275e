package io.carrick.jms.wire;

/**
 * A message ready to be sent. The bytes are not to be changed afterwards: they are sent again after a failover.
 *
 * @param encoded the sections of the AMQP message
 * @param durable whether the broker has to store it
 * @param settled whether it is sent without asking for an outcome
 * @param deduplicationId what the broker recognises a repetition by, within this connection's sends
 */
public record OutboundMessage(byte[] encoded, boolean durable, boolean settled, String deduplicationId) {}
