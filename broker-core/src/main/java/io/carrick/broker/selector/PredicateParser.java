package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Dialect.Extension;
import java.util.ArrayList;
import java.util.List;

/** Parses comparisons and the other predicates of {@link SqlParser}'s grammar. */
final class PredicateParser<S> {
    private final TokenReader tokens;
    private final OperandParser<S> operands;
    private final boolean stringsOrdered;
    private final boolean freeOperands;

    PredicateParser(TokenReader tokens, Dialect<S> dialect, OperandParser<S> operands) {
        this.tokens = tokens;
        this.operands = operands;
        this.stringsOrdered = SqlParser.has(dialect, Extension.ORDERED_STRINGS);
        this.freeOperands = SqlParser.has(dialect, Extension.FREE_OPERANDS);
    }

    Expression<S> predicate() throws InvalidFilterException {
        Token start = tokens.peek();
        Expression<S> left = operands.sum();
        ComparisonOperator comparison = comparisonOperator();
        if (comparison != null) {
            tokens.take();
            return comparison(comparison, left, start);
        }
        if (tokens.skip(TokenKind.IS)) {
            boolean negated = tokens.skip(TokenKind.NOT);
            tokens.expect(TokenKind.NULL);
            return new IsNull<>(negated, identifier(left, start, "IS NULL"));
        }
        boolean negated = tokens.skip(TokenKind.NOT);
        return switch (tokens.peek().kind()) {
            case BETWEEN -> between(negated, left, start);
            case IN -> in(negated, left, start);
            case LIKE -> like(negated, left, start);
            default -> {
                if (negated) {
                    throw tokens.expected("BETWEEN, IN or LIKE");
                }
                yield left;
            }
        };
    }

    private ComparisonOperator comparisonOperator() {
        return switch (tokens.peek().kind()) {
            case EQUAL -> ComparisonOperator.EQUAL;
            case NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
            case LESS -> ComparisonOperator.LESS;
            case LESS_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
            case GREATER -> ComparisonOperator.GREATER;
            case GREATER_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    private Condition<S> comparison(ComparisonOperator operator, Expression<S> left, Token start)
            throws InvalidFilterException {
        Token second = tokens.peek();
        Expression<S> right = operands.sum();
        if (operator.isOrdering()) {
            checkOrdered(left, start);
            checkOrdered(right, second);
        }
        if (comparisonOperator() != null) {
            throw tokens.expected("AND, OR or the end (comparisons do not chain)");
        }
        return new Comparison<>(operator, left, right, stringsOrdered);
    }

    private Condition<S> between(boolean negated, Expression<S> operand, Token start) throws InvalidFilterException {
        tokens.expect(TokenKind.BETWEEN);
        checkOrdered(operand, start);
        Expression<S> low = orderedSum();
        tokens.expect(TokenKind.AND);
        return new Between<>(negated, operand, low, orderedSum(), stringsOrdered);
    }

    private Expression<S> orderedSum() throws InvalidFilterException {
        Token start = tokens.peek();
        Expression<S> sum = operands.sum();
        checkOrdered(sum, start);
        return sum;
    }

    /** "String and Boolean comparison is restricted to = and &lt;&gt;" (section 3.8.1.1). */
    private void checkOrdered(Expression<S> expression, Token start) throws InvalidFilterException {
        if (!stringsOrdered) {
            operands.checkNumber(expression, start);
        }
    }

    private Condition<S> in(boolean negated, Expression<S> operand, Token start) throws InvalidFilterException {
        tokens.expect(TokenKind.IN);
        if (!freeOperands) {
            identifier(operand, start, "IN");
        }
        tokens.expect(TokenKind.OPEN);
        List<Expression<S>> elements = new ArrayList<>();
        do {
            elements.add(element());
        } while (tokens.skip(TokenKind.COMMA));
        if (!tokens.at(TokenKind.CLOSE)) {
            throw tokens.expected("',' or ')'");
        }
        tokens.take();
        return new In<>(negated, operand, elements);
    }

    private Expression<S> element() throws InvalidFilterException {
        return freeOperands
                ? operands.sum()
                : new Literal<>(tokens.expect(TokenKind.STRING).text());
    }

    private Condition<S> like(boolean negated, Expression<S> operand, Token start) throws InvalidFilterException {
        tokens.expect(TokenKind.LIKE);
        if (!freeOperands) {
            identifier(operand, start, "LIKE");
        }
        Token pattern = tokens.expect(TokenKind.STRING);
        String escape =
                tokens.skip(TokenKind.ESCAPE) ? tokens.expect(TokenKind.STRING).text() : null;
        try {
            return new Like<>(negated, operand, LikePattern.compile(pattern.text(), escape));
        } catch (InvalidFilterException e) {
            throw tokens.error(pattern, e);
        }
    }

    private Field<S> identifier(Expression<S> operand, Token start, String predicate) throws InvalidFilterException {
        if (operand instanceof Field<S> field) {
            return field;
        }
        throw tokens.error(start, "expected an identifier before " + predicate + " but found " + operand);
    }
}
