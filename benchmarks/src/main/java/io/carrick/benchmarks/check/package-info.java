/**
 * What makes a measured run trustworthy: messages that carry their identity and a checksum, and a ledger that finds
 * lost, doubled and damaged ones. Knows no messaging API.
 */
package io.carrick.benchmarks.check;
