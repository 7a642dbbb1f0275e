/**
 * AMQP 1.0 clients of other languages, driven as sub-processes.
 *
 * <p>Each client library has a small agent (under {@code src/test/clients}) that reads one request per line and answers
 * with one line, both form-encoded. Requests carry an id, so that many can be open at once; the verbs are those of
 * {@link io.carrick.tck.client.ClientConnection} and its links. The agents decide nothing: a test asserts on what the
 * library reported.
 */
package io.carrick.tck.client;
