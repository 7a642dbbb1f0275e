package io.carrick.broker.selector;

import java.util.List;

/**
 * A function of a {@link Dialect}.
 *
 * @param <S> what expressions in the dialect are evaluated against
 * @param name in upper case
 * @param parameters the types of its arguments
 * @param result the type of its value
 * @param body its value for arguments that are not null (a null argument gives NULL without a call) but of any type
 */
public record SqlFunction<S>(String name, List<ValueType> parameters, ValueType result, Body<S> body) {
    public SqlFunction {
        parameters = List.copyOf(parameters);
    }

    /** Calculates a function. A result that does not exist is null. */
    @FunctionalInterface
    public interface Body<S> {
        Object call(S source, Object[] arguments);
    }
}
