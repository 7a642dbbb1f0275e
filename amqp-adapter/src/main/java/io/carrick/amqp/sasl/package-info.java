/**
 * The server side of SASL: PLAIN (RFC 4616), SCRAM-SHA-256 and SCRAM-SHA-512 (RFC 5802, RFC 7677), EXTERNAL and
 * ANONYMOUS (RFC 4422, RFC 4505) as state machines without input or output. A connection asks {@link
 * io.carrick.amqp.sasl.SaslMechanisms} what to offer, begins the {@link io.carrick.amqp.sasl.SaslExchange} that the
 * client chose and carries its {@link io.carrick.amqp.sasl.SaslStep}s (AMQP 1.0 part 5, section 5.3).
 *
 * <p>Passwords are stored as {@link io.carrick.amqp.sasl.ScramCredential}s only. A client learns that it failed,
 * never why.
 */
package io.carrick.amqp.sasl;
