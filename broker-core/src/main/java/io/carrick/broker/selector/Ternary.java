package io.carrick.broker.selector;

/** A truth value of SQL-92's three-valued logic (Jakarta Messaging 3.1, section 3.8.1.2). */
public enum Ternary {
    TRUE,
    FALSE,
    UNKNOWN;

    public static Ternary of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Table 3-4: false wins, then unknown. */
    public Ternary and(Ternary other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == TRUE ? other : UNKNOWN;
    }

    /** Table 3-5: true wins, then unknown. */
    public Ternary or(Ternary other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        }
        return this == FALSE ? other : UNKNOWN;
    }

    /** Table 3-6: unknown stays unknown. */
    public Ternary not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** As a value of an expression: unknown is NULL. */
    Boolean toBoolean() {
        return switch (this) {
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case UNKNOWN -> null;
        };
    }
}
