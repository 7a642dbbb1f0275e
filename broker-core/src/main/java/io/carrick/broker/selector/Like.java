package io.carrick.broker.selector;

import java.util.Set;

/** A string matched with a pattern. Unknown for NULL; a value that is no string is like no pattern. */
final class Like<S> extends Condition<S> {
    private final boolean negated;
    private final Expression<S> operand;
    private final LikePattern pattern;

    Like(boolean negated, Expression<S> operand, LikePattern pattern) {
        this.negated = negated;
        this.operand = operand;
        this.pattern = pattern;
    }

    @Override
    public Ternary test(S source) {
        Object value = operand.value(source);
        if (value == null) {
            return Ternary.UNKNOWN;
        }
        boolean like = value instanceof String string && pattern.matches(string);
        return Ternary.of(like != negated);
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        operand.collectIdentifiers(identifiers);
    }

    @Override
    int binding() {
        return COMPARISON;
    }

    @Override
    void print(StringBuilder out) {
        operand.printOperand(out, ADDITIVE);
        out.append(negated ? " NOT LIKE " : " LIKE ").append(Literal.quote(pattern.text()));
        pattern.escape().ifPresent(escape -> out.append(" ESCAPE ").append(Literal.quote(escape)));
    }
}
