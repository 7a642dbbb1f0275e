package io.carrick.broker.selector;

import java.util.Set;

/** Negation. */
final class Not<S> extends Condition<S> {
    private final Condition<S> operand;

    Not(Condition<S> operand) {
        this.operand = operand;
    }

    @Override
    public Ternary test(S source) {
        return operand.test(source).not();
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        operand.collectIdentifiers(identifiers);
    }

    @Override
    int binding() {
        return NOT;
    }

    @Override
    void print(StringBuilder out) {
        out.append("NOT ");
        operand.printOperand(out, COMPARISON);
    }
}
