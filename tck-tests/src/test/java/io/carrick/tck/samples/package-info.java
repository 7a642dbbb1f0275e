/** The samples, run as a user runs them. */
package io.carrick.tck.samples;
