package io.carrick.broker;

import static io.carrick.broker.XaCode.XAER_DUPID;
import static io.carrick.broker.XaCode.XAER_NOTA;
import static io.carrick.broker.XaCode.XAER_PROTO;
import static io.carrick.broker.XaCode.XA_HEURCOM;
import static io.carrick.broker.XaCode.XA_HEURRB;
import static io.carrick.broker.XaCode.XA_RBROLLBACK;

/**
 * The life of a transaction branch (X/Open XA, section 6.1, table 6-4), with two liberties: an undecided branch may be
 * rolled back at any time, since its client's connection may be gone without the broker knowing; and a decision that is
 * remembered is answered again in the same way.
 *
 * <pre>
 *              ┌────────────► ROLLBACK_ONLY ───────────────┐
 *              │                                           ▼
 *   ACTIVE ◄─► SUSPENDED ──► ENDED ──► PREPARED ──► ROLLED_BACK
 *      ▲──────────────────────┘ └────────┐ │ │ └──► COMMITTED
 *                                        └─┼─┼──────────▲
 *                    by an operator:       │ └─► HEURISTICALLY_ROLLED_BACK ─┐
 *                                          └───► HEURISTICALLY_COMMITTED ───┴─► UNKNOWN (forgotten)
 * </pre>
 */
public enum XaState {
    /** Somebody works in it. */
    ACTIVE,
    /** Nobody works in it; some will go on. */
    SUSPENDED,
    /** All work in it is done. */
    ENDED,
    /** It can only be rolled back. */
    ROLLBACK_ONLY,
    /** All its work is durable; only its transaction manager decides now. */
    PREPARED,
    COMMITTED,
    ROLLED_BACK,
    /** Committed by an operator; kept until its transaction manager knows. */
    HEURISTICALLY_COMMITTED,
    /** Rolled back by an operator; kept until its transaction manager knows. */
    HEURISTICALLY_ROLLED_BACK,
    /** Never heard of, ended without work, forgotten, or too old to be remembered. */
    UNKNOWN;

    /** Why the command is refused in this state; null if it is not. Of {@link #ROLLBACK_ONLY} the branch knows more. */
    public XaCode refusal(XaCommand command) {
        return switch (command) {
            case START -> this == UNKNOWN ? null : XAER_DUPID;
            case JOIN -> refusalToWork(this != ACTIVE && this != SUSPENDED && this != ENDED);
            case RESUME -> refusalToWork(this != ACTIVE && this != SUSPENDED);
            case PREPARE -> refusalToPrepare();
            case COMMIT -> refusalUnless(this == PREPARED || this == COMMITTED);
            case COMMIT_ONE_PHASE ->
                this == ROLLBACK_ONLY || this == ROLLED_BACK
                        ? XA_RBROLLBACK
                        : refusalUnless(this == ENDED || this == COMMITTED);
            case ROLLBACK -> refusalUnless(isUndecided() || this == PREPARED || this == ROLLED_BACK);
            case FORGET -> isHeuristic() ? null : this == UNKNOWN ? XAER_NOTA : XAER_PROTO;
            case OPERATOR_COMMIT -> this == UNKNOWN ? XAER_NOTA : this == PREPARED ? null : XAER_PROTO;
            case OPERATOR_ROLLBACK ->
                this == UNKNOWN ? XAER_NOTA : isUndecided() || this == PREPARED ? null : XAER_PROTO;
        };
    }

    private XaCode refusalToWork(boolean refused) {
        return this == UNKNOWN ? XAER_NOTA : this == ROLLBACK_ONLY ? XA_RBROLLBACK : refused ? XAER_PROTO : null;
    }

    private XaCode refusalToPrepare() {
        return switch (this) {
            case ENDED, PREPARED -> null;
            case ROLLBACK_ONLY, ROLLED_BACK -> XA_RBROLLBACK;
            case UNKNOWN -> XAER_NOTA;
            default -> XAER_PROTO;
        };
    }

    private XaCode refusalUnless(boolean possible) {
        return switch (this) {
            case HEURISTICALLY_COMMITTED -> XA_HEURCOM;
            case HEURISTICALLY_ROLLED_BACK -> XA_HEURRB;
            case UNKNOWN -> XAER_NOTA;
            default -> possible ? null : XAER_PROTO;
        };
    }

    /** Whether it is neither prepared nor over. */
    public boolean isUndecided() {
        return this == ACTIVE || this == SUSPENDED || this == ENDED || this == ROLLBACK_ONLY;
    }

    /** Whether an operator has decided. */
    public boolean isHeuristic() {
        return this == HEURISTICALLY_COMMITTED || this == HEURISTICALLY_ROLLED_BACK;
    }

    /** Its name on the wire and for operators. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
