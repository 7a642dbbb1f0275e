/**
 * The Jakarta Messaging 3.1 specification as tests, a class per section, run for each JMS provider on the class path
 * against the built broker.
 *
 * <p>A test cites the section it comes from with {@link io.carrick.tck.jms.Specification}. Where a provider differs from
 * the specification, the specification decides: the test stays as it is and carries a
 * {@link io.carrick.tck.jms.KnownDifference}, which is also a row in {@code docs/jms-conformance.md}.
 */
package io.carrick.tck.jms;
