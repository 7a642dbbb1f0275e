/** The seam between the core and whatever makes its records durable: a local log, or a replicated one. */
package io.carrick.broker.journal;
