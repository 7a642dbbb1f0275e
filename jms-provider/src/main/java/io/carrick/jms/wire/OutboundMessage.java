package io.carrick.jms.wire;

/**
 * A message ready to be sent. The bytes are not to be changed afterwards: they may be sent again after a failover, and
 * then the wire adds what the broker recognises the repetition by.
 *
 * @param encoded the sections of the AMQP message; if there is a header it comes first, and there are no delivery
 *     annotations
 * @param durable whether the broker has to store it
 * @param settled whether it is sent without asking for an outcome
 * @param to where it goes; may be null if its sender has a target
 * @param once whether it must not be sent again after a failover: without outcome it fails as the connection is lost
 */
public record OutboundMessage(byte[] encoded, boolean durable, boolean settled, Target to, boolean once) {}
