/**
 * Transactions of clients as the protocols see them: ids, states, limits and time-outs, over the broker's own {@link
 * io.carrick.broker.Transaction}, which does the work and makes it atomic.
 *
 * <p>{@link io.carrick.transactions.LocalTransactions} holds the open local transactions of one connection.
 */
package io.carrick.transactions;
