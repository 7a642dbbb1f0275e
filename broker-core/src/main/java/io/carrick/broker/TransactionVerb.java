package io.carrick.broker;

import java.util.Locale;

/** What an operator may do to work that waits for an outcome. */
public enum TransactionVerb {
    /** Take the decision of the transaction manager of a prepared branch, or of the group of a half message. */
    COMMIT,
    /** The same; or leave a local transaction, or a branch that is not prepared, no other end. */
    ROLLBACK,
    /** Forget a branch that an operator has decided. */
    FORGET,
    /** Have the group of a half message asked again, at once and from the beginning. */
    REARM;

    /** Its name for operators. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
