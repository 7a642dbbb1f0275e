/**
 * What the broker knows because of its journal: addresses, messages, subscriptions, counts, staged work.
 *
 * <p>{@link io.carrick.broker.state.BrokerState#apply} is a function of the records alone: it reads no clock, no
 * random number and no network, so every replica and every restart arrives at the same state. Which consumer holds
 * what is not here but in {@link io.carrick.broker.dispatch}. Everything is owned by the core thread unless said
 * otherwise.
 */
package io.carrick.broker.state;
