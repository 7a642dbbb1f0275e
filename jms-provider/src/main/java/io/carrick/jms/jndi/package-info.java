/**
 * Connection factories and destinations by name: of a file {@code jndi.properties}, with the names that users of Qpid JMS
 * and ActiveMQ know, or out of any directory that keeps references.
 */
package io.carrick.jms.jndi;
