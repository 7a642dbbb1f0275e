package io.carrick.broker;

import java.util.Locale;

/** How far work of any {@link TransactionKind} has come, as operators see it. */
public enum TransactionPhase {
    /** Its client may do more work in it. */
    ACTIVE,
    /** A branch in which nobody works now; some will go on. */
    SUSPENDED,
    /** A branch whose work is done, and that is not prepared. */
    ENDED,
    /** It takes no other end than a rollback. */
    ROLLBACK_ONLY,
    /** Its client has asked for the commit, whose outcome is not known yet. */
    COMMITTING,
    /** Its work is durable and waits for the decision of a transaction manager or of a producer group. */
    PREPARED,
    /** A half message whose group is to be asked, but of which no member is connected. */
    NO_CHECKER,
    /** A half message whose group is not asked any more. */
    PARKED,
    COMMITTED,
    ROLLED_BACK,
    /** A branch committed by an operator; kept until its transaction manager knows. */
    HEURISTICALLY_COMMITTED,
    /** A branch rolled back by an operator; kept until its transaction manager knows. */
    HEURISTICALLY_ROLLED_BACK,
    /** A branch that an operator has decided, and that is not remembered any more. */
    FORGOTTEN;

    /** Whether its work is on disk and waits for a decision that the broker cannot take. */
    public boolean isInDoubt() {
        return this == PREPARED || this == NO_CHECKER || this == PARKED;
    }

    /** Its name for operators. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
