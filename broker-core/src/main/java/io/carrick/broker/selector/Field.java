package io.carrick.broker.selector;

import java.util.Set;

/** An identifier: a value of the source. */
final class Field<S> extends Expression<S> {
    private final SqlField<S> field;

    Field(SqlField<S> field) {
        this.field = field;
    }

    String identifier() {
        return field.name();
    }

    @Override
    public Object value(S source) {
        return field.accessor().apply(source);
    }

    @Override
    ValueType type() {
        return ValueType.ANY;
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        identifiers.add(identifier());
    }

    @Override
    int binding() {
        return PRIMARY;
    }

    @Override
    void print(StringBuilder out) {
        out.append(field.text());
    }
}
