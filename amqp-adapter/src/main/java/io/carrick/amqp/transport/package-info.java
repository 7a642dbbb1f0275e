/**
 * AMQP over Netty: listeners, TLS, WebSocket, protocol headers and SASL, and the buffers and timers of the engine.
 *
 * <p>A connection belongs to one event loop, on which everything of it happens: its bytes, its timers, its engine and
 * the broker's callbacks. What is written during one turn of the loop is flushed once at its end.
 */
package io.carrick.amqp.transport;
