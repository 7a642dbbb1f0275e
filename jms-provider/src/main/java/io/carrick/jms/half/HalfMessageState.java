package io.carrick.jms.half;

/** What became of a half message at the broker. */
public enum HalfMessageState {
    /** It is stored, and seen by nobody; the broker asks its group until one of them decides. */
    PREPARED,
    /** It is visible, for good. */
    COMMITTED,
    /** It is dropped, for good. */
    ROLLED_BACK
}
