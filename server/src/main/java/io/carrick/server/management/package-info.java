/** The node {@code $management}: administration by AMQP requests, after the working draft of AMQP Management 1.0. */
package io.carrick.server.management;
