package io.carrick.transactions;

/**
 * The life of a local transaction.
 *
 * <pre>
 *   ACTIVE ──► COMMITTING ──► ENDED
 *     │  └───────────────────► ENDED      (rolled back by the client)
 *     └──► ROLLBACK_ONLY ────► ENDED      (something failed, or the time ran out)
 * </pre>
 */
public enum TransactionState {
    /** Takes work. */
    ACTIVE,
    /** Can only be rolled back; work for it is accepted and dropped. */
    ROLLBACK_ONLY,
    /** The commit is on its way to disk. */
    COMMITTING,
    /** The outcome is known; the id is unknown from now on. */
    ENDED
}
