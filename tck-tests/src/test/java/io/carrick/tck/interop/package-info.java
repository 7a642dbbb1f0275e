/**
 * Unmodified AMQP 1.0 clients against the built broker.
 *
 * <p>{@link io.carrick.tck.interop.InteropContract} is what every client library must be able to do; a class per library
 * runs it and adds what only that library can. The rest is about clients of different kinds together, about security, and
 * about bad input.
 */
package io.carrick.tck.interop;
