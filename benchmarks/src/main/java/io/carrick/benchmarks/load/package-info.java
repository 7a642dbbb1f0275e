/**
 * The workloads and the parts that they are put together from: ways to send, ways to receive, and the stages (warm-up,
 * measured) that drive them. Talks to the broker through {@code jakarta.jms} only.
 */
package io.carrick.benchmarks.load;
