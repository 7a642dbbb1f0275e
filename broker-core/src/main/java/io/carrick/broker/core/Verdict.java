package io.carrick.broker.core;

import io.carrick.broker.record.Returned;

/** What becomes of a message that its consumer has not accepted. */
sealed interface Verdict {
    /**
     * Back to its place at once, without a trace.
     *
     * @param notToItsConsumer whether others are to get it
     */
    record Requeued(boolean notToItsConsumer) implements Verdict {}

    /** Back to its place, through the journal. */
    record Counted(Returned returned) implements Verdict {}

    /** To the dead-letter address. */
    record Dead(String reason) implements Verdict {}
}
