/** The broker as a user sees it: a process with a data directory, ports, an exit code and a log. */
package io.carrick.tck.process;
