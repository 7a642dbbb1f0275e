/**
 * The client's side of SASL (AMQP 1.0, part 5, section 5.3): which mechanism to use, and the exchange by it. Frames are
 * the business of the wire; here bytes go in and out.
 */
package io.carrick.jms.sasl;
