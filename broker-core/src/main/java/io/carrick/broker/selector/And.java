package io.carrick.broker.selector;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Conjunction of two or more conditions. */
final class And<S> extends Condition<S> {
    private final List<Condition<S>> operands;

    And(List<Condition<S>> operands) {
        this.operands = List.copyOf(operands);
    }

    List<Condition<S>> operands() {
        return operands;
    }

    @Override
    public Ternary test(S source) {
        Ternary result = Ternary.TRUE;
        for (int i = 0; i < operands.size() && result != Ternary.FALSE; i++) {
            result = result.and(operands.get(i).test(source));
        }
        return result;
    }

    /** All are required; this is the most selective: fewest values, and rather any others than Booleans. */
    @Override
    Optional<Equality> requiredEquality() {
        return operands.stream()
                .flatMap(operand -> operand.requiredEquality().stream())
                .min(Comparator.<Equality>comparingInt(
                                equality -> equality.values().size())
                        .thenComparing(equality -> equality.values().get(0) instanceof Boolean));
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        for (Condition<S> operand : operands) {
            operand.collectIdentifiers(identifiers);
        }
    }

    @Override
    int binding() {
        return AND;
    }

    @Override
    void print(StringBuilder out) {
        for (int i = 0; i < operands.size(); i++) {
            if (i > 0) {
                out.append(" AND ");
            }
            operands.get(i).printOperand(out, NOT);
        }
    }
}
