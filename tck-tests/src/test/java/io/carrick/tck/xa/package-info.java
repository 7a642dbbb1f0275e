/** Distributed transactions of the JMS provider: the rules of XA one by one, and Narayana with a database under kills. */
package io.carrick.tck.xa;
