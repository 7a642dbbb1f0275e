package io.carrick.broker;

/** What a user may do to an address. */
public enum Permission {
    SEND,
    RECEIVE,
    CREATE,
    DELETE,
    BROWSE,
    MANAGE
}
