/**
 * The wire of the JMS provider: AMQP 1.0, on the engine that broker and client share.
 *
 * <pre>
 *   any thread        AmqpConnection, AmqpSession, AmqpSender, AmqpReceiver, AmqpTransaction
 *                         │ Handover: one queue, one wake-up
 *   I/O thread        Lifeline (which broker, when) ── Conversation (one socket: SASL, engine, time)
 *                     WireLink and its kinds: what the application wants, attached again over each socket
 * </pre>
 *
 * <p>What the application has opened is kept as what it wants: sessions, links, temporary destinations. Opening
 * something and restoring it after a failover is one and the same step, so that a request that was cut off is simply
 * done over the next socket. All of it belongs to the connection's I/O thread; other threads hand over and wait for an
 * {@link io.carrick.jms.amqp.Answer}, for a limited time.
 */
package io.carrick.jms.amqp;
