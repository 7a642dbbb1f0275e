package io.carrick.broker.selector;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Disjunction of two or more conditions. */
final class Or<S> extends Combination<S> {
    Or(List<Condition<S>> operands) {
        super(operands, "OR", AND);
    }

    @Override
    public Ternary test(S source) {
        List<Condition<S>> operands = operands();
        Ternary result = Ternary.FALSE;
        for (int i = 0; i < operands.size() && result != Ternary.TRUE; i++) {
            result = result.or(operands.get(i).test(source));
        }
        return result;
    }

    /** All alternatives together, if each requires something of the same identifier. */
    @Override
    Optional<Equality> requiredEquality() {
        String identifier = null;
        Set<Object> values = new LinkedHashSet<>();
        for (Condition<S> operand : operands()) {
            Optional<Equality> equality = operand.requiredEquality();
            if (equality.isEmpty()) {
                return Optional.empty();
            }
            if (identifier != null && !identifier.equals(equality.get().identifier())) {
                return Optional.empty();
            }
            identifier = equality.get().identifier();
            values.addAll(equality.get().values());
        }
        return Optional.of(new Equality(identifier, List.copyOf(values)));
    }

    @Override
    int binding() {
        return OR;
    }
}
