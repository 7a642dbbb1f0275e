package io.carrick.broker.selector;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Disjunction of two or more conditions. */
final class Or<S> extends Condition<S> {
    private final List<Condition<S>> operands;

    Or(List<Condition<S>> operands) {
        this.operands = List.copyOf(operands);
    }

    List<Condition<S>> operands() {
        return operands;
    }

    @Override
    public Ternary test(S source) {
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
        for (Condition<S> operand : operands) {
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
    void collectIdentifiers(Set<String> identifiers) {
        for (Condition<S> operand : operands) {
            operand.collectIdentifiers(identifiers);
        }
    }

    @Override
    int binding() {
        return OR;
    }

    @Override
    void print(StringBuilder out) {
        for (int i = 0; i < operands.size(); i++) {
            if (i > 0) {
                out.append(" OR ");
            }
            operands.get(i).printOperand(out, AND);
        }
    }
}
