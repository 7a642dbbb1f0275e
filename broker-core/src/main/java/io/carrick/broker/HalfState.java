package io.carrick.broker;

/**
 * The life of a half message: the first decision counts, and nothing but a decision ends it.
 *
 * <pre>
 *                  ┌── UNKNOWN, REARM
 *                  ▼   │
 *   prepared ──► PREPARED ──── COMMIT ────► COMMITTED
 *                 │    ▲ └──── ROLLBACK ──► ROLLED_BACK
 *               PARK  REARM
 *                 ▼    │
 *                 PARKED ───── COMMIT or ROLLBACK, as above
 * </pre>
 */
public enum HalfState {
    /** Durable and invisible; its group is asked for the outcome when the time has come. */
    PREPARED,
    /** Durable and invisible; nobody is asked any more. The group or an operator may still decide. */
    PARKED,
    /** Decided: visible. */
    COMMITTED,
    /** Decided: dropped. */
    ROLLED_BACK;

    /** Whether the outcome is known, and never changes any more. */
    public boolean decided() {
        return this == COMMITTED || this == ROLLED_BACK;
    }

    /** The state after an event; the same one if the event comes too late or changes nothing. */
    public HalfState after(HalfEvent event) {
        if (decided()) {
            return this;
        }
        return switch (event) {
            case COMMIT -> COMMITTED;
            case ROLLBACK -> ROLLED_BACK;
            case UNKNOWN -> this;
            case PARK -> PARKED;
            case REARM -> PREPARED;
        };
    }
}
