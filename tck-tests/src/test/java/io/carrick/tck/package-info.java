/**
 * Tests of the built broker as a process, with the clients that its users use.
 *
 * <p>{@link io.carrick.tck.process} starts and kills the broker; {@link io.carrick.tck.client} drives the AMQP clients of
 * other languages; the other packages hold the tests. Nothing here knows the broker's classes, except the architecture
 * test, which reads them.
 */
package io.carrick.tck;
