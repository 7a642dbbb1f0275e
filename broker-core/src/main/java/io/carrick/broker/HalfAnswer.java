package io.carrick.broker;

/** What a producer group says of one of its half messages. */
public enum HalfAnswer {
    /** Its local transaction has committed: the messages become visible. */
    COMMIT,
    /** Its local transaction was rolled back: the messages are dropped. */
    ROLLBACK,
    /** It cannot be told yet. */
    UNKNOWN
}
