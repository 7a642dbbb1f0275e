package io.carrick.broker;

/** What can happen to a half message once it is prepared; the ordinal is stored. */
public enum HalfEvent {
    /** A member of the group, or an operator, commits. */
    COMMIT,
    /** A member of the group, or an operator, rolls back. */
    ROLLBACK,
    /** A member that was asked does not know. */
    UNKNOWN,
    /** The group was asked as often, or the half message is as old, as may be. */
    PARK,
    /** An operator has the group asked again from the beginning. */
    REARM
}
