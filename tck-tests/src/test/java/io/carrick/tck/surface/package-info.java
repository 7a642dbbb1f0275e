/** What an operator touches: command line, exit codes, configuration, health, metrics. */
package io.carrick.tck.surface;
