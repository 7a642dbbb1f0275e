/**
 * The broker as a state machine over a journal, and the face it shows to protocol adapters and to the server.
 *
 * <p>An adapter opens a {@link io.carrick.broker.BrokerConnection} for each client connection and works with
 * {@link io.carrick.broker.Producer}, {@link io.carrick.broker.Consumer} and
 * {@link io.carrick.broker.Transaction}. All methods of these return at once; answers and deliveries arrive on
 * the connection's own {@link java.util.concurrent.Executor}, in the order in which the broker decided them.
 *
 * <p>Nothing is answered with success before the record that proves it is durable in the
 * journal, except what the address' durability policy lets go earlier.
 */
package io.carrick.broker;
