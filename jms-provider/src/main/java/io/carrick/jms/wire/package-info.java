/**
 * The seam between the JMS objects and the protocol: what a JMS connection needs of a broker, without a word of AMQP.
 * The JMS side ({@code io.carrick.jms.client}) decides what JMS means; the side behind the seam ({@code
 * io.carrick.jms.amqp}) moves messages, restores everything after a failover, and turns errors into the exceptions of
 * JMS.
 *
 * <p>Threads: every method may be called by any thread; what is handed over by one thread is carried out in its order.
 * Listeners are called by the connection's I/O thread and must return at once.
 */
package io.carrick.jms.wire;
