package io.carrick.broker.selector;

/** A binary arithmetic operator. */
enum ArithmeticOperator {
    ADD("+", Expression.ADDITIVE),
    /** {@link #ADD} that also joins strings. */
    ADD_OR_JOIN("+", Expression.ADDITIVE),
    SUBTRACT("-", Expression.ADDITIVE),
    MULTIPLY("*", Expression.MULTIPLICATIVE),
    DIVIDE("/", Expression.MULTIPLICATIVE),
    /** {@link #DIVIDE} that gives a fraction where a division of whole numbers does not come out even. */
    DIVIDE_REAL("/", Expression.MULTIPLICATIVE),
    REMAINDER("%", Expression.MULTIPLICATIVE);

    /** Longer strings than this are not made by joining: expressions can be long, and properties too. */
    private static final int JOINED_LENGTH_MAX = 1 << 20;

    private final String symbol;
    private final int binding;

    ArithmeticOperator(String symbol, int binding) {
        this.symbol = symbol;
        this.binding = binding;
    }

    String symbol() {
        return symbol;
    }

    int binding() {
        return binding;
    }

    /** The result, or null if an operand is not a number or there is no result. */
    Object apply(Object left, Object right) {
        if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
            return this == ADD_OR_JOIN && left instanceof String a && right instanceof String b ? join(a, b) : null;
        }
        Number a = (Number) left;
        Number b = (Number) right;
        return Numbers.isExact(left) && Numbers.isExact(right)
                ? exact(a.longValue(), b.longValue())
                : approximate(a.doubleValue(), b.doubleValue());
    }

    private static String join(String left, String right) {
        return (long) left.length() + right.length() > JOINED_LENGTH_MAX ? null : left + right;
    }

    private Object exact(long left, long right) {
        return switch (this) {
            case ADD, ADD_OR_JOIN -> Numbers.add(left, right);
            case SUBTRACT -> Numbers.subtract(left, right);
            case MULTIPLY -> Numbers.multiply(left, right);
            case DIVIDE -> Numbers.divide(left, right);
            case DIVIDE_REAL ->
                right != 0 && left % right != 0 ? Numbers.divide((double) left, right) : Numbers.divide(left, right);
            case REMAINDER -> Numbers.remainder(left, right);
        };
    }

    private Object approximate(double left, double right) {
        return switch (this) {
            case ADD, ADD_OR_JOIN -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE, DIVIDE_REAL -> Numbers.divide(left, right);
            case REMAINDER -> Numbers.remainder(left, right);
        };
    }
}
