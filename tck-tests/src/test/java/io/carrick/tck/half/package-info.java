/** The half-message protocol of {@code docs/half-messages.md}: one script for all clients, and kills of producers and broker. */
package io.carrick.tck.half;
