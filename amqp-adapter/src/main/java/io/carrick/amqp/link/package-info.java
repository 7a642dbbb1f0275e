/**
 * What connections, links, deliveries and transactions mean to the {@link io.carrick.broker.Broker}.
 *
 * <p>{@link io.carrick.amqp.link.ClientConnection} answers opens and hands attaches to the kinds of links: producers,
 * consumers, coordinators of transactions and look-ups of subscriptions. Everything of one connection happens on its
 * event loop; only {@code SoleConnections}, {@code LinkClaims} and {@code Termini} are shared between connections.
 */
package io.carrick.amqp.link;
