package io.carrick.broker;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What an operator sees and does of all work that waits for an outcome: local transactions, branches of distributed ones
 * and half messages. Thread-safe. Stages complete on an internal thread, exceptionally with {@link BrokerException}.
 */
public interface TransactionAdministration {
    /** Most addresses of either side in {@link Details}; the others are left out. */
    int ADDRESSES_MAX = 1000;

    /** What is not over, and branches decided by an operator and not forgotten: the oldest first. */
    CompletionStage<List<Status>> list(Filter filter);

    /**
     * One of them, also one that is over and whose outcome is remembered.
     *
     * @return fails with {@link BrokerError.Code#NOT_FOUND} or {@link BrokerError.Code#TRANSACTION_UNKNOWN}
     */
    CompletionStage<Details> show(TransactionName name);

    /**
     * Does what the operator says. To a local transaction only {@link TransactionVerb#ROLLBACK} can be done: its work is
     * undone at once, and its client learns of that when it wants to commit.
     *
     * @return the phase after it, when that is durable; fails as {@link #show} does, and with {@link
     *     BrokerError.Code#ILLEGAL_STATE} or {@link BrokerError.Code#PRECONDITION_FAILED}, with the state in text and
     *     details, if that cannot be done to work of this kind in this phase
     */
    CompletionStage<TransactionPhase> decide(TransactionName name, TransactionVerb verb);

    /** Figures, cheap enough to be asked every second. */
    CompletionStage<Figures> figures();

    /**
     * What is wanted of a list.
     *
     * @param kind null for all
     * @param phases empty for all
     * @param group half messages of this producer group only; null for everything
     * @param sinceMaxMillis only what has been so since this time or longer, milliseconds since the epoch
     * @param max at most
     */
    record Filter(TransactionKind kind, Set<TransactionPhase> phases, String group, long sinceMaxMillis, int max) {
        public Filter {
            phases = Set.copyOf(phases);
        }

        /** Everything. */
        public static Filter all(int max) {
            return new Filter(null, Set.of(), null, Long.MAX_VALUE, max);
        }

        /** Whether such work may be listed. */
        public boolean wants(TransactionKind work) {
            return (kind == null || kind == work) && (group == null || work == TransactionKind.HALF);
        }

        /** Whether work that has been in a phase since then is to be listed. */
        public boolean wants(TransactionPhase phase, long sinceMillis) {
            return sinceMillis <= sinceMaxMillis && (phases.isEmpty() || phases.contains(phase));
        }
    }

    /**
     * Where work came from.
     *
     * @param user null if that is not known
     * @param containerId null if that is not known
     * @param connection the connection over which it was begun, as {@link Administration#connections()} numbers it; 0
     *     if it is not open
     * @param remoteAddress null if that is not known
     */
    record Origin(String user, String containerId, long connection, String remoteAddress) {
        /** Nothing is known. */
        public static final Origin UNKNOWN = new Origin(null, null, 0, null);
    }

    /**
     * How work stands.
     *
     * @param sinceMillis when it was begun, prepared or decided by an operator, milliseconds since the epoch; 0 if that
     *     is not remembered
     * @param sent messages that wait to be seen
     * @param received messages that wait to be gone
     */
    record Status(
            TransactionName name, TransactionPhase phase, long sinceMillis, Origin origin, int sent, int received) {}

    /** Messages to an address, or from a queue or subscription. */
    record Traffic(String address, int messages) {}

    /**
     * How far the group of a half message has been asked.
     *
     * @param checks answers of "unknown" so far
     * @param nextMillis when it is asked next, milliseconds since the epoch; 0 if it is not
     * @param asking a member has been asked and has not answered yet
     */
    record Checks(int checks, long nextMillis, boolean asking) {}

    /**
     * All that is known of work.
     *
     * @param rollbackReason why it takes no other end than a rollback; null if it may
     * @param sentTo addresses that have not been deleted since
     * @param checks null for what is no half message
     */
    record Details(
            Status status, String rollbackReason, List<Traffic> sentTo, List<Traffic> receivedFrom, Checks checks) {}

    /**
     * Open local transactions.
     *
     * @param oldestMillis when the oldest was begun, milliseconds since the epoch; 0 for none
     */
    record LocalFigures(int open, long oldestMillis) {}

    /**
     * Branches of distributed transactions.
     *
     * @param open those that are neither prepared nor over
     * @param heuristic those that operators have decided and nobody has forgotten
     * @param oldestOpenMillis when the oldest open branch was begun, milliseconds since the epoch; 0 for none
     * @param oldestPreparedMillis when the oldest prepared branch was prepared; 0 for none
     * @param oldestHeuristicMillis when the oldest of those decided by operators was decided; 0 for none
     */
    record BranchFigures(
            int open,
            int prepared,
            int heuristic,
            long oldestOpenMillis,
            long oldestPreparedMillis,
            long oldestHeuristicMillis) {}

    /** How much of a kind has ended, since the start. */
    record Outcomes(TransactionKind kind, long committed, long rolledBack) {}

    /** Figures of all kinds. */
    record Figures(
            LocalFigures local,
            BranchFigures branches,
            HalfAdministration.HalfFigures halves,
            List<Outcomes> outcomes) {}
}
