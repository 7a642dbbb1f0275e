package io.carrick.broker.selector;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Conjunction of two or more conditions. */
final class And<S> extends Combination<S> {
    And(List<Condition<S>> operands) {
        super(operands, "AND", NOT);
    }

    @Override
    public Ternary test(S source) {
        List<Condition<S>> operands = operands();
        Ternary result = Ternary.TRUE;
        for (int i = 0; i < operands.size() && result != Ternary.FALSE; i++) {
            result = result.and(operands.get(i).test(source));
        }
        return result;
    }

    /** All are required; this is the most selective: fewest values, and rather any others than Booleans. */
    @Override
    Optional<Equality> requiredEquality() {
        return operands().stream()
                .flatMap(operand -> operand.requiredEquality().stream())
                .min(Comparator.<Equality>comparingInt(
                                equality -> equality.values().size())
                        .thenComparing(equality -> equality.values().get(0) instanceof Boolean));
    }

    @Override
    int binding() {
        return AND;
    }
}
