package io.carrick.jms.config;

/**
 * How long calls may wait; negative for ever.
 *
 * @param connectMillis to connect, failover included
 * @param requestMillis for the answer to a request: opening, closing, committing
 * @param sendMillis for the outcome of a synchronous send
 * @param closeMillis for the answer when a connection, session, consumer or producer is closed
 */
public record TimeoutSettings(long connectMillis, long requestMillis, long sendMillis, long closeMillis) {}
