package io.carrick.broker;

/** A member of a producer group that is asked for outcomes. Used from the connection's executor only. */
public interface HalfChecker {
    /**
     * Sets how many questions the broker may ask.
     *
     * @param limit total number since it was opened
     * @param drain answer with {@link HalfCheckEvents#drained} as soon as nothing is to be asked or the limit is
     *     reached, and treat the limit as used up then
     */
    void credit(long limit, boolean drain);

    /**
     * Answers.
     *
     * @param reply as that of {@link HalfMessages#resolve}; null if nobody asks
     */
    void answer(HalfCheck check, HalfAnswer answer, Reply<Void> reply);

    /** Answers as part of a local transaction; if that rolls back, the question counts as given back. */
    void enlist(HalfCheck check, HalfAnswer answer, Transaction transaction);

    /** Gives a question back that was not answered: it is asked again after the back-off and counts as no attempt. */
    void giveBack(HalfCheck check);

    /** Ends it; open questions are given back. Idempotent. */
    void close();
}
