package io.carrick.broker;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What an operator sees and does of half messages. Thread-safe. Stages complete on an internal thread, exceptionally
 * with {@link BrokerException}.
 */
public interface HalfAdministration {
    /**
     * Open half messages, the oldest first.
     *
     * @param group of that group only; null for all
     * @param parkedOnly only those that are parked
     * @param max at most
     */
    CompletionStage<List<HalfStatus>> list(String group, boolean parkedOnly, int max);

    /** One half message, also a decided one that is remembered; fails with {@code NOT_FOUND}. */
    CompletionStage<HalfStatus> show(String group, String id);

    /** Decides for the group; fails as {@link HalfMessages#resolve} does. */
    CompletionStage<Void> resolve(String group, String id, boolean commit);

    /** Has the group asked again, at once and from the beginning; fails with NOT_FOUND or PRECONDITION_FAILED. */
    CompletionStage<Void> rearm(String group, String id);

    /** Figures, cheap enough to be asked every second. */
    CompletionStage<HalfFigures> figures();

    /**
     * A half message.
     *
     * @param bornMillis when it was prepared, or decided, milliseconds since the epoch
     * @param checkAtMillis when its group is asked next; 0 if it is not
     * @param checks answers of "unknown" so far
     * @param asking a member of the group has been asked and has not answered yet
     * @param noChecker its group is to be asked, but no member is connected
     * @param addresses where its messages go, in order; those deleted since are left out
     */
    record HalfStatus(
            String group,
            String id,
            HalfState state,
            long bornMillis,
            long checkAtMillis,
            int checks,
            boolean asking,
            boolean noChecker,
            List<String> addresses) {}

    /**
     * Figures; counts since start.
     *
     * @param open prepared, not parked
     * @param oldestOpenMillis when the oldest open one was prepared, milliseconds since the epoch; 0 if there is none
     * @param oldestParkedMillis when the oldest parked one was prepared; 0 if there is none
     * @param noChecker how many wait for a member of their group to connect
     * @param unanswered questions that were given back, or whose member went away
     */
    record HalfFigures(
            long open,
            long parked,
            long oldestOpenMillis,
            long oldestParkedMillis,
            long noChecker,
            long asking,
            long answeredCommit,
            long answeredRollback,
            long answeredUnknown,
            long unanswered) {}
}
