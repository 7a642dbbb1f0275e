package io.carrick.broker.core;

import java.util.concurrent.atomic.LongAdder;

/** Counts since the start, for operators. */
final class Counters {
    final LongAdder messagesIn = new LongAdder();
    final LongAdder messagesOut = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder deadLettered = new LongAdder();
    final LongAdder connections = new LongAdder();
    final LongAdder producers = new LongAdder();
    final LongAdder consumers = new LongAdder();
    final LongAdder transactions = new LongAdder();
    final LongAdder localCommitted = new LongAdder();
    final LongAdder localRolledBack = new LongAdder();
    final LongAdder branchesCommitted = new LongAdder();
    final LongAdder branchesRolledBack = new LongAdder();
}
