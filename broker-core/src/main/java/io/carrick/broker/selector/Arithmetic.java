package io.carrick.broker.selector;

import java.util.List;
import java.util.Set;

/** A chain of additions and subtractions, or of multiplications and divisions, from left to right. */
final class Arithmetic<S> extends Expression<S> {
    private final List<Expression<S>> operands;
    private final List<ArithmeticOperator> operators;

    /** Operator {@code i} stands between operands {@code i} and {@code i + 1}; all bind equally. */
    Arithmetic(List<Expression<S>> operands, List<ArithmeticOperator> operators) {
        this.operands = List.copyOf(operands);
        this.operators = List.copyOf(operators);
    }

    List<Expression<S>> operands() {
        return operands;
    }

    List<ArithmeticOperator> operators() {
        return operators;
    }

    @Override
    public Object value(S source) {
        Object result = operands.get(0).value(source);
        for (int i = 0; i < operators.size() && result != null; i++) {
            result = operators.get(i).apply(result, operands.get(i + 1).value(source));
        }
        return result;
    }

    /** A sum that may be a joined string is one if an operand is one. */
    @Override
    ValueType type() {
        if (!operators.contains(ArithmeticOperator.ADD_OR_JOIN)) {
            return ValueType.NUMBER;
        }
        boolean string = operands.stream().anyMatch(operand -> operand.type() == ValueType.STRING);
        boolean number = operands.stream().anyMatch(operand -> operand.type() == ValueType.NUMBER);
        return string ? ValueType.STRING : number ? ValueType.NUMBER : ValueType.ANY;
    }

    @Override
    boolean isConstant() {
        return operands.stream().allMatch(Expression::isConstant);
    }

    @Override
    void collectIdentifiers(Set<String> identifiers) {
        for (Expression<S> operand : operands) {
            operand.collectIdentifiers(identifiers);
        }
    }

    @Override
    int binding() {
        return operators.get(0).binding();
    }

    @Override
    void print(StringBuilder out) {
        operands.get(0).printOperand(out, binding());
        for (int i = 0; i < operators.size(); i++) {
            out.append(' ').append(operators.get(i).symbol()).append(' ');
            operands.get(i + 1).printOperand(out, binding() + 1);
        }
    }
}
