/**
 * The JMS objects: connections, sessions, producers, consumers and browsers, in the classic, the domain-specific and
 * the simplified form. This package decides what JMS means (Jakarta Messaging 3.1 is cited by section throughout); what
 * moves over the network is behind {@link io.carrick.jms.wire}, what a message holds
 * in {@code io.carrick.jms.message}.
 *
 * <p>Threads: a connection and its metadata, connection consumers and destinations may be used by several threads; a
 * session and what it created by one at a time, except for {@code close} (section 2.14). No object here owns a thread:
 * message listeners, completion listeners and exception listeners run on threads shared by all connections ({@code CallbackThreads}), those of one session one after the other.
 */
package io.carrick.jms.client;
