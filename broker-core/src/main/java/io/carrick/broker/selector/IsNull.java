package io.carrick.broker.selector;

import java.util.Set;

/** Whether the source has no value for an identifier. Never unknown. */
final class IsNull<S> extends Condition<S> {
    private final boolean negated;
    private final Field<S> field;

    IsNull(boolean negated, Field<S> field) {
        this.negated = negated;
        this.field = field;
    }

    @Override
    public Ternary test(S source) {
        return Ternary.of((field.value(source) == null) != negated);
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        field.collectIdentifiers(identifiers);
    }

    @Override
    int binding() {
        return COMPARISON;
    }

    @Override
    void print(StringBuilder out) {
        field.print(out);
        out.append(negated ? " IS NOT NULL" : " IS NULL");
    }
}
