/**
 * The load driver: runs one workload against any broker through its JMS connection factory, checks that every message
 * arrived exactly once, and reports throughput, latency and the CPU that it cost.
 */
package io.carrick.benchmarks;
