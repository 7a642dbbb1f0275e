package io.carrick.broker.selector;

import java.util.Optional;

/**
 * An expression that is true, false or unknown.
 *
 * @param <S> what it is evaluated against
 */
public abstract class Condition<S> extends Expression<S> {
    Condition() {}

    /** The truth of the condition for the source. */
    public abstract Ternary test(S source);

    /** Whether the source matches: only if the condition is true, not if it is unknown. */
    public final boolean matches(S source) {
        return test(source) == Ternary.TRUE;
    }

    /** An equality without which the condition cannot be true, if one can be told from its form. */
    Optional<Equality> requiredEquality() {
        return Optional.empty();
    }

    @Override
    public final Object value(S source) {
        return test(source).toBoolean();
    }

    @Override
    final ValueType type() {
        return ValueType.BOOLEAN;
    }
}
