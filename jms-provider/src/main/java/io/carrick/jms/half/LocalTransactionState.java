package io.carrick.jms.half;

/** How a local transaction ended, as the application knows it. */
public enum LocalTransactionState {
    /** It is committed: the half message becomes visible. */
    COMMIT,
    /** It is rolled back, or there is none: the half message is dropped. */
    ROLLBACK,
    /** It is not over, or it cannot be said: the half message stays as it is, and the broker asks later. */
    UNKNOWN
}
