/**
 * AMQP 1.0 for the broker: {@link io.carrick.amqp.AmqpServer} listens as {@link io.carrick.amqp.ListenerSettings} say
 * and serves every connection by a {@link io.carrick.broker.Broker}.
 *
 * <pre>
 *   transport    Netty: listeners, TLS, WebSocket, SASL, buffers, timers
 *      engine    part 2 of AMQP: connections, sessions, links, deliveries
 *      codec     frames and performatives as bytes
 *   link         the broker binding: what links, deliveries and transactions mean to the broker
 *   message      part 3: messages as bytes
 *   filter       filters of sources
 *   sasl         mechanisms
 * </pre>
 */
package io.carrick.amqp;
