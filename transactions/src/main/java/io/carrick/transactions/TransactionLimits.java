package io.carrick.transactions;

/**
 * What a connection may hold open.
 *
 * @param openMax most transactions that one connection may have open
 * @param timeoutMillis age at which an open transaction is rolled back; 0 for never
 */
public record TransactionLimits(int openMax, long timeoutMillis) {}
