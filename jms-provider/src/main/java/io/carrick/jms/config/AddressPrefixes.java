package io.carrick.jms.config;

/**
 * What is put before the names of queues and topics, other than temporary ones, to get addresses. Wins over what a
 * broker says of itself.
 *
 * @param queue null for none
 * @param topic null for none
 */
public record AddressPrefixes(String queue, String topic) {}
