package io.carrick.broker.selector;

import java.util.HexFormat;

/** A constant: Long, Double, String, Boolean or {@link Octets}. */
final class Literal<S> extends Expression<S> {
    private final Object value;

    Literal(Object value) {
        this.value = value;
    }

    /** The expression, or its value if that is a constant that can be written down. */
    static <S> Expression<S> fold(Expression<S> expression) {
        if (!expression.isConstant()) {
            return expression;
        }
        Object value = expression.value(null);
        boolean writable = value instanceof Long || (value instanceof Double d && Double.isFinite(d));
        return writable ? new Literal<>(value) : expression;
    }

    Object value() {
        return value;
    }

    @Override
    public Object value(S source) {
        return value;
    }

    @Override
    ValueType type() {
        if (value instanceof String) {
            return ValueType.STRING;
        }
        if (value instanceof Octets) {
            return ValueType.BINARY;
        }
        return value instanceof Boolean ? ValueType.BOOLEAN : ValueType.NUMBER;
    }

    @Override
    boolean isConstant() {
        return true;
    }

    @Override
    int binding() {
        boolean negative = value instanceof Number n && (n.doubleValue() < 0 || n.equals(-0.0));
        return negative ? UNARY : PRIMARY;
    }

    @Override
    void print(StringBuilder out) {
        if (value instanceof String string) {
            out.append(quote(string));
        } else if (value instanceof Octets octets) {
            out.append("0x").append(HexFormat.of().withUpperCase().formatHex(octets.toArray()));
        } else if (value instanceof Boolean truth) {
            out.append(truth ? "TRUE" : "FALSE");
        } else {
            out.append(value);
        }
    }

    /** As a string literal. */
    static String quote(String string) {
        return '\'' + string.replace("'", "''") + '\'';
    }
}
