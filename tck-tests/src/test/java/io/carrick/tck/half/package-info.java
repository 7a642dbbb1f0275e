/** The half-message protocol of {@code docs/half-messages.md}: one script for clients of three languages. */
package io.carrick.tck.half;
