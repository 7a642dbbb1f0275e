/**
 * The messages of Jakarta Messaging and their form on the wire. A message is encoded as it is sent, into the one array
 * that goes to the broker; a message received keeps that array and reads headers, properties and body from it as they
 * are asked for, and never allocates more than in proportion to it.
 *
 * <p>The mapping is that of Qpid JMS, so that its messages and ours are the same to either side, and every message of
 * another AMQP client becomes the JMS type that fits its body best ({@link io.carrick.jms.message.MessageFactory}).
 * Messages are not thread-safe, as the specification has it; the factory is.
 */
package io.carrick.jms.message;
