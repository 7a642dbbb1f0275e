package io.carrick.broker.selector;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A node of a compiled expression. Immutable and thread-safe; evaluation has no side effects.
 *
 * @param <S> what the expression is evaluated against, a message in some form
 */
public abstract class Expression<S> {
    /** Binding strengths, loosest first: what must be put in parentheses when printed as an operand. */
    static final int OR = 1;

    static final int AND = 2;
    static final int NOT = 3;
    static final int COMPARISON = 4;
    static final int ADDITIVE = 5;
    static final int MULTIPLICATIVE = 6;
    static final int UNARY = 7;
    static final int PRIMARY = 8;

    Expression() {}

    /** The value for the source; null is SQL's NULL. */
    public abstract Object value(S source);

    /** What is known of the value's type without a source. */
    abstract ValueType type();

    /** Whether the value is the same for all sources. */
    boolean isConstant() {
        return false;
    }

    /** Adds the identifiers of the fields in it. */
    void collectIdentifiers(Set<String> identifiers) {}

    /** The identifiers of all fields in it. */
    public final Set<String> identifiers() {
        Set<String> identifiers = new LinkedHashSet<>();
        collectIdentifiers(identifiers);
        return Collections.unmodifiableSet(identifiers);
    }

    /** How strongly the outermost operator binds. */
    abstract int binding();

    /** Appends the canonical text, without parentheses around it. */
    abstract void print(StringBuilder out);

    /** Appends the canonical text as an operand, in parentheses if it binds less strongly than needed. */
    final void printOperand(StringBuilder out, int bindingNeeded) {
        if (binding() >= bindingNeeded) {
            print(out);
            return;
        }
        out.append('(');
        print(out);
        out.append(')');
    }

    /** The canonical text: equal for expressions that differ only in spacing, case of keywords and parentheses. */
    @Override
    public final String toString() {
        StringBuilder out = new StringBuilder();
        print(out);
        return out.toString();
    }
}
