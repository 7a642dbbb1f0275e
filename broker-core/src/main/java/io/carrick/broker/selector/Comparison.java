package io.carrick.broker.selector;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two values compared. */
final class Comparison<S> extends Condition<S> {
    private final ComparisonOperator operator;
    private final Expression<S> left;
    private final Expression<S> right;
    private final boolean stringsOrdered;

    Comparison(ComparisonOperator operator, Expression<S> left, Expression<S> right, boolean stringsOrdered) {
        this.operator = operator;
        this.left = left;
        this.right = right;
        this.stringsOrdered = stringsOrdered;
    }

    @Override
    public Ternary test(S source) {
        return operator.test(left.value(source), right.value(source), stringsOrdered);
    }

    @Override
    Optional<Equality> requiredEquality() {
        if (operator != ComparisonOperator.EQUAL) {
            return Optional.empty();
        }
        return equality(left, right).or(() -> equality(right, left));
    }

    private Optional<Equality> equality(Expression<S> one, Expression<S> other) {
        if (one instanceof Field<S> field && other instanceof Literal<S> literal) {
            return Optional.ofNullable(Equality.key(literal.value()))
                    .map(key -> new Equality(field.identifier(), List.of(key)));
        }
        return Optional.empty();
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        left.collectIdentifiers(identifiers);
        right.collectIdentifiers(identifiers);
    }

    @Override
    int binding() {
        return COMPARISON;
    }

    @Override
    void print(StringBuilder out) {
        left.printOperand(out, ADDITIVE);
        out.append(' ').append(operator.symbol()).append(' ');
        right.printOperand(out, ADDITIVE);
    }
}
