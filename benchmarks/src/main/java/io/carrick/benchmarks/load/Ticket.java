package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.Payload;

/** A message under way to the broker. */
record Ticket(Run run, Payload payload) {
    /** The broker has taken the message. */
    void confirm() {
        run.latency(Timing.SEND).recordSince(payload.sentNanos());
        run.ledger().confirmed(payload.producer(), payload.sequence());
    }
}
