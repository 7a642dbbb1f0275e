package io.carrick.broker.selector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Membership in a list: equality with one of its elements (Jakarta Messaging 3.1, section 3.8.1.1). */
final class In<S> extends Condition<S> {
    private final boolean negated;
    private final Expression<S> operand;
    private final List<Expression<S>> elements;
    private final Set<Object> strings = new HashSet<>();
    private final List<Expression<S>> others = new ArrayList<>();

    In(boolean negated, Expression<S> operand, List<Expression<S>> elements) {
        this.negated = negated;
        this.operand = operand;
        this.elements = List.copyOf(elements);
        for (Expression<S> element : elements) {
            if (element instanceof Literal<S> literal && literal.value() instanceof String string) {
                strings.add(string);
            } else {
                others.add(element);
            }
        }
    }

    @Override
    public Ternary test(S source) {
        Ternary contained = contains(source);
        return negated ? contained.not() : contained;
    }

    private Ternary contains(S source) {
        Object value = operand.value(source);
        if (value == null) {
            return Ternary.UNKNOWN;
        }
        if (value instanceof String) {
            return strings.contains(value) ? Ternary.TRUE : equalsAny(value, others, source);
        }
        return equalsAny(value, elements, source);
    }

    private Ternary equalsAny(Object value, List<Expression<S>> candidates, S source) {
        Ternary result = Ternary.FALSE;
        for (int i = 0; i < candidates.size() && result != Ternary.TRUE; i++) {
            result = result.or(
                    ComparisonOperator.EQUAL.test(value, candidates.get(i).value(source), false));
        }
        return result;
    }

    @Override
    Optional<Equality> requiredEquality() {
        if (negated || !(operand instanceof Field<S> field)) {
            return Optional.empty();
        }
        List<Object> keys = new ArrayList<>();
        for (Expression<S> element : elements) {
            Object key = element instanceof Literal<S> literal ? Equality.key(literal.value()) : null;
            if (key == null) {
                return Optional.empty();
            }
            keys.add(key);
        }
        return Optional.of(
                new Equality(field.identifier(), keys.stream().distinct().toList()));
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        operand.collectIdentifiers(identifiers);
        for (Expression<S> element : elements) {
            element.collectIdentifiers(identifiers);
        }
    }

    @Override
    int binding() {
        return COMPARISON;
    }

    @Override
    void print(StringBuilder out) {
        operand.printOperand(out, ADDITIVE);
        out.append(negated ? " NOT IN (" : " IN (");
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            elements.get(i).printOperand(out, ADDITIVE);
        }
        out.append(')');
    }
}
