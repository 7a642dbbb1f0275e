/**
 * Figures of the broker and of the Java virtual machine in the text format of Prometheus, made when they are asked
 * for. The number of queues with figures of their own is bounded.
 */
package io.carrick.server.metrics;
