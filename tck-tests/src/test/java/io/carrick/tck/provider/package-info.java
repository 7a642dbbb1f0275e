/**
 * The JMS provider against brokers that die, freeze, or are none at all: what was acknowledged stays, no call outlasts
 * its time-out, and what cannot be hidden is an exception that says why.
 */
package io.carrick.tck.provider;
