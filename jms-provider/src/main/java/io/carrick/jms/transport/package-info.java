/**
 * Carries bytes to a broker and back: TCP, TLS and WebSocket on Netty, with native I/O where the platform has it. Knows
 * nothing of AMQP; the protocol is spoken by the {@link io.carrick.jms.transport.TransportListener} on top. All
 * connections of a process share the I/O threads; each of them belongs to one thread for its whole life, reconnections
 * included.
 */
package io.carrick.jms.transport;
