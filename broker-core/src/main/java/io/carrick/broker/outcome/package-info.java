/**
 * The memory of outcomes: what was decided long ago, so that a late or repeated question is answered truthfully. It
 * knows nothing of what the outcomes are about.
 */
package io.carrick.broker.outcome;
