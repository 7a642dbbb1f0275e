package io.carrick.tck.provider;

import jakarta.jms.Session;

/** The acknowledge modes of the provider, its own two included. */
enum SessionMode {
    AUTO(Session.AUTO_ACKNOWLEDGE),
    CLIENT(Session.CLIENT_ACKNOWLEDGE),
    DUPS_OK(Session.DUPS_OK_ACKNOWLEDGE),
    INDIVIDUAL(101),
    NONE(100),
    TRANSACTED(Session.SESSION_TRANSACTED);

    final int number;

    SessionMode(int number) {
        this.number = number;
    }

    /** Whether what is under way to a consumer may be lost with it. */
    boolean mayLose() {
        return this == NONE;
    }
}
