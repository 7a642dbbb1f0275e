package io.carrick.broker.selector;

import static io.carrick.broker.selector.ComparisonOperator.GREATER;
import static io.carrick.broker.selector.ComparisonOperator.GREATER_OR_EQUAL;
import static io.carrick.broker.selector.ComparisonOperator.LESS;
import static io.carrick.broker.selector.ComparisonOperator.LESS_OR_EQUAL;

import java.util.Set;

/**
 * A range check. By Jakarta Messaging 3.1, section 3.8.1.1, {@code x BETWEEN a AND b} is {@code x >= a AND x <= b},
 * and {@code x NOT BETWEEN a AND b} is {@code x < a OR x > b}.
 */
final class Between<S> extends Condition<S> {
    private final boolean negated;
    private final Expression<S> operand;
    private final Expression<S> low;
    private final Expression<S> high;
    private final boolean stringsOrdered;

    Between(boolean negated, Expression<S> operand, Expression<S> low, Expression<S> high, boolean stringsOrdered) {
        this.negated = negated;
        this.operand = operand;
        this.low = low;
        this.high = high;
        this.stringsOrdered = stringsOrdered;
    }

    @Override
    public Ternary test(S source) {
        Object value = operand.value(source);
        Object from = low.value(source);
        Object to = high.value(source);
        return negated
                ? LESS.test(value, from, stringsOrdered).or(GREATER.test(value, to, stringsOrdered))
                : GREATER_OR_EQUAL.test(value, from, stringsOrdered).and(LESS_OR_EQUAL.test(value, to, stringsOrdered));
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        operand.collectIdentifiers(identifiers);
        low.collectIdentifiers(identifiers);
        high.collectIdentifiers(identifiers);
    }

    @Override
    int binding() {
        return COMPARISON;
    }

    @Override
    void print(StringBuilder out) {
        operand.printOperand(out, ADDITIVE);
        out.append(negated ? " NOT BETWEEN " : " BETWEEN ");
        low.printOperand(out, ADDITIVE);
        out.append(" AND ");
        high.printOperand(out, ADDITIVE);
    }
}
