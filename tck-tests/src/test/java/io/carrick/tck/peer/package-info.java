/**
 * Scripts of a broker that does what a well-behaved one never does, for the JMS provider: late, wrong or missing answers,
 * detached links, forced closes, drain ignored, the connection cut in each state of a send, receive, commit and close.
 *
 * <p>The peer is {@code protonj2-test-driver}; the tests use the API of Jakarta Messaging only. Every call must end within
 * its time-out, with an exception that says what happened, and {@code close} must always return.
 */
package io.carrick.tck.peer;
