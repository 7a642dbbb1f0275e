package io.carrick.broker;

/** What a branch may be told. */
public enum XaCommand {
    /** Begin it. */
    START,
    /** Do more work in it, besides others. */
    JOIN,
    /** Go on with work that was suspended. */
    RESUME,
    PREPARE,
    /** Commit what was prepared. */
    COMMIT,
    /** Prepare and commit in one. */
    COMMIT_ONE_PHASE,
    ROLLBACK,
    FORGET,
    /** Commit by an operator's hand, whatever the transaction manager may decide. */
    OPERATOR_COMMIT,
    /** Roll back by an operator's hand, whatever the transaction manager may decide. */
    OPERATOR_ROLLBACK
}
