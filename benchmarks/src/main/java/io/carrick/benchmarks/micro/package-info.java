/**
 * Micro-benchmarks (JMH) of the paths that every message takes: append to the log, dispatch, selectors, and the AMQP
 * codec. Their numbers compare two versions of the code on one machine, and mean nothing else.
 */
package io.carrick.benchmarks.micro;
