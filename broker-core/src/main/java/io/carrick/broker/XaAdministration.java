package io.carrick.broker;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What an operator sees and does of distributed transactions. Thread-safe. Stages complete on an internal thread,
 * exceptionally with {@link BrokerException}, whose error has an {@link XaCode} in its details.
 */
public interface XaAdministration {
    /** The branches that are not over, or decided by an operator and not forgotten: the oldest first. */
    CompletionStage<List<BranchStatus>> list(int max);

    /** One branch, also one whose outcome is remembered. */
    CompletionStage<BranchStatus> show(Xid xid);

    /**
     * Decides a branch in place of its transaction manager, which is told so when it asks: a prepared one
     * heuristically. One that is not prepared can only be rolled back, which is no heuristic decision.
     */
    CompletionStage<Void> decide(Xid xid, boolean commit);

    /** Forgets a branch that an operator has decided, because its transaction manager will not. */
    CompletionStage<Void> forget(Xid xid);

    /** Figures, cheap enough to be asked every second. */
    CompletionStage<XaFigures> figures();

    /**
     * A branch as it stands.
     *
     * @param owner name of the user who began it, null if that is not remembered
     * @param containerId of the connection over which it was begun, may be null
     * @param sinceMillis when it was begun, prepared or decided by an operator, milliseconds since the epoch; 0 if that
     *     is not remembered
     * @param sent messages that wait to be seen
     * @param received messages that wait to be gone
     */
    record BranchStatus(
            Xid xid, XaState state, String owner, String containerId, long sinceMillis, int sent, int received) {}

    /**
     * Figures.
     *
     * @param open branches that are neither prepared nor over
     * @param heuristic branches that operators have decided and nobody has forgotten
     * @param oldestOpenMillis when the oldest open branch was begun, milliseconds since the epoch; 0 for none
     * @param oldestPreparedMillis when the oldest prepared branch was prepared; 0 for none
     * @param oldestHeuristicMillis when the oldest of those decided by operators was decided; 0 for none
     */
    record XaFigures(
            int open,
            int prepared,
            int heuristic,
            long oldestOpenMillis,
            long oldestPreparedMillis,
            long oldestHeuristicMillis) {}
}
