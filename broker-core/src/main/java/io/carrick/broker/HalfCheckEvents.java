package io.carrick.broker;

/** What a {@link HalfChecker} is told, on the connection's executor. */
public interface HalfCheckEvents {
    /** A question, to be answered or given back. */
    void check(HalfCheck check);

    /**
     * A drain is done.
     *
     * @param limit the limit of questions that counts as used up
     */
    void drained(long limit);
}
