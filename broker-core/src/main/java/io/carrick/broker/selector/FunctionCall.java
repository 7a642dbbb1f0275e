package io.carrick.broker.selector;

import java.util.List;
import java.util.Set;

/** A call of a {@link SqlFunction}. */
final class FunctionCall<S> extends Expression<S> {
    private final SqlFunction<S> function;
    private final List<Expression<S>> arguments;

    FunctionCall(SqlFunction<S> function, List<Expression<S>> arguments) {
        this.function = function;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public Object value(S source) {
        Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).value(source);
            if (values[i] == null) {
                return null;
            }
        }
        return function.body().call(source, values);
    }

    @Override
    ValueType type() {
        return function.result();
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        for (Expression<S> argument : arguments) {
            argument.collectIdentifiers(identifiers);
        }
    }

    @Override
    int binding() {
        return PRIMARY;
    }

    @Override
    void print(StringBuilder out) {
        out.append(function.name()).append('(');
        for (int i = 0; i < arguments.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            arguments.get(i).print(out);
        }
        out.append(')');
    }
}
