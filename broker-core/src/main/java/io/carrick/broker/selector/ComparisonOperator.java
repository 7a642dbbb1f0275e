package io.carrick.broker.selector;

/** A comparison of two values (Jakarta Messaging 3.1, section 3.8.1.1). */
enum ComparisonOperator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    ComparisonOperator(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    boolean isOrdering() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /**
     * Compares. Unknown if a value is null, false if the values are not of like types.
     *
     * @param stringsOrdered whether strings and octets have an order; if not, ordering them is false
     */
    Ternary test(Object left, Object right, boolean stringsOrdered) {
        if (left == null || right == null) {
            return Ternary.UNKNOWN;
        }
        if (Numbers.isNumber(left)) {
            return Ternary.of(Numbers.isNumber(right) && numbers(left, right));
        }
        if (left.getClass() != right.getClass()) {
            return unlike(left, right, stringsOrdered);
        }
        if (isOrdering()) {
            return stringsOrdered ? ordered(left, right) : Ternary.FALSE;
        }
        return Ternary.of(left.equals(right) == (this == EQUAL));
    }

    /** Octets compare with the UTF-8 form of a string; all else is false. */
    private Ternary unlike(Object left, Object right, boolean stringsOrdered) {
        if (left instanceof Octets && right instanceof String string) {
            return test(left, Octets.utf8(string), stringsOrdered);
        }
        if (left instanceof String string && right instanceof Octets) {
            return test(Octets.utf8(string), right, stringsOrdered);
        }
        return Ternary.FALSE;
    }

    private Ternary ordered(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return Ternary.of(holds(CodePointOrder.compare(a, b)));
        }
        if (left instanceof Octets a && right instanceof Octets b) {
            return Ternary.of(holds(a.compare(b)));
        }
        return Ternary.FALSE;
    }

    private boolean numbers(Object left, Object right) {
        if (Numbers.isExact(left) && Numbers.isExact(right)) {
            return holds(Long.compare(((Number) left).longValue(), ((Number) right).longValue()));
        }
        double a = ((Number) left).doubleValue();
        double b = ((Number) right).doubleValue();
        return switch (this) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case LESS -> a < b;
            case LESS_OR_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_OR_EQUAL -> a >= b;
        };
    }

    private boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
