package io.carrick.broker.selector;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value used as a condition: a Boolean property or TRUE or FALSE. A value that is no Boolean has no truth: unknown,
 * as in Apache Qpid Broker-J and ActiveMQ Artemis (the specification leaves it open).
 */
final class Truth<S> extends Condition<S> {
    private final Expression<S> operand;

    private Truth(Expression<S> operand) {
        this.operand = operand;
    }

    /** The expression as a condition. */
    static <S> Condition<S> of(Expression<S> expression) {
        return expression instanceof Condition<S> condition ? condition : new Truth<>(expression);
    }

    @Override
    public Ternary test(S source) {
        return operand.value(source) instanceof Boolean truth ? Ternary.of(truth) : Ternary.UNKNOWN;
    }

    @Override
    Optional<Equality> requiredEquality() {
        return operand instanceof Field<S> field
                ? Optional.of(new Equality(field.identifier(), List.of(true)))
                : Optional.empty();
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        operand.collectIdentifiers(identifiers);
    }

    @Override
    int binding() {
        return operand.binding();
    }

    @Override
    void print(StringBuilder out) {
        operand.print(out);
    }
}
