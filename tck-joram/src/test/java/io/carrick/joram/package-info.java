/** The JORAM JMS test suite with Carrick's provider for {@code javax.jms}, against the built broker as a process. */
package io.carrick.joram;
