package io.carrick.broker.selector;

import java.util.Set;

/** Unary plus or minus. */
final class Signed<S> extends Expression<S> {
    private final boolean negative;
    private final Expression<S> operand;

    Signed(boolean negative, Expression<S> operand) {
        this.negative = negative;
        this.operand = operand;
    }

    @Override
    public Object value(S source) {
        Object value = operand.value(source);
        if (negative) {
            return Numbers.negate(value);
        }
        return Numbers.isNumber(value) ? value : null;
    }

    @Override
    ValueType type() {
        return ValueType.NUMBER;
    }

    @Override
    boolean isConstant() {
        return operand.isConstant();
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        operand.collectIdentifiers(identifiers);
    }

    @Override
    int binding() {
        return UNARY;
    }

    @Override
    void print(StringBuilder out) {
        out.append(negative ? '-' : '+');
        operand.printOperand(out, PRIMARY);
    }
}
