package io.carrick.broker.selector;

import java.util.List;
import java.util.Set;

/** Two or more conditions joined by the same word. */
abstract class Combination<S> extends Condition<S> {
    private final List<Condition<S>> operands;
    private final String word;
    private final int operandBinding;

    /** @param operandBinding how strongly an operand has to bind to be printed without parentheses */
    Combination(List<Condition<S>> operands, String word, int operandBinding) {
        this.operands = List.copyOf(operands);
        this.word = word;
        this.operandBinding = operandBinding;
    }

    final List<Condition<S>> operands() {
        return operands;
    }

    @Override
    final void collectIdentifiers(Set<String> identifiers) {
        operands.forEach(operand -> operand.collectIdentifiers(identifiers));
    }

    @Override
    final void print(StringBuilder out) {
        for (int i = 0; i < operands.size(); i++) {
            if (i > 0) {
                out.append(' ').append(word).append(' ');
            }
            operands.get(i).printOperand(out, operandBinding);
        }
    }
}
