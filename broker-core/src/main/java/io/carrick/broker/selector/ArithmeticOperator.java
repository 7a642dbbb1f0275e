package io.carrick.broker.selector;

/** A binary arithmetic operator. */
enum ArithmeticOperator {
    ADD("+", Expression.ADDITIVE),
    SUBTRACT("-", Expression.ADDITIVE),
    MULTIPLY("*", Expression.MULTIPLICATIVE),
    DIVIDE("/", Expression.MULTIPLICATIVE),
    REMAINDER("%", Expression.MULTIPLICATIVE);

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
            return null;
        }
        Number a = (Number) left;
        Number b = (Number) right;
        return Numbers.isExact(left) && Numbers.isExact(right)
                ? exact(a.longValue(), b.longValue())
                : approximate(a.doubleValue(), b.doubleValue());
    }

    private Object exact(long left, long right) {
        return switch (this) {
            case ADD -> Numbers.add(left, right);
            case SUBTRACT -> Numbers.subtract(left, right);
            case MULTIPLY -> Numbers.multiply(left, right);
            case DIVIDE -> Numbers.divide(left, right);
            case REMAINDER -> Numbers.remainder(left, right);
        };
    }

    private Object approximate(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> Numbers.divide(left, right);
            case REMAINDER -> Numbers.remainder(left, right);
        };
    }
}
