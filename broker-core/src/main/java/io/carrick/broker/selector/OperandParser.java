package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Dialect.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses arithmetic, literals, identifiers and parentheses of {@link SqlParser}'s grammar. */
final class OperandParser<S> {
    /** Parses a whole condition, for parentheses. */
    @FunctionalInterface
    interface Nested<S> {
        Expression<S> parse() throws InvalidFilterException;
    }

    private final TokenReader tokens;
    private final Dialect<S> dialect;
    private final Nested<S> condition;
    private final ArithmeticOperator add;
    private final ArithmeticOperator divide;
    private int nesting;

    OperandParser(TokenReader tokens, Dialect<S> dialect, Nested<S> condition) {
        this.tokens = tokens;
        this.dialect = dialect;
        this.condition = condition;
        add = SqlParser.has(dialect, Extension.CONCATENATION) ? ArithmeticOperator.ADD_OR_JOIN : ArithmeticOperator.ADD;
        divide = SqlParser.has(dialect, Extension.REAL_DIVISION)
                ? ArithmeticOperator.DIVIDE_REAL
                : ArithmeticOperator.DIVIDE;
    }

    Expression<S> sum() throws InvalidFilterException {
        return chain(Expression.ADDITIVE, this::product);
    }

    private Expression<S> product() throws InvalidFilterException {
        return chain(Expression.MULTIPLICATIVE, this::signed);
    }

    /** Operands joined by operators of one binding strength, in one flat node. */
    private Expression<S> chain(int binding, Nested<S> operand) throws InvalidFilterException {
        Token start = tokens.peek();
        Expression<S> first = operand.parse();
        ArithmeticOperator operator = operator(binding);
        if (operator == null) {
            return first;
        }
        checkTerm(first, start, operator);
        List<Expression<S>> operands = new ArrayList<>();
        List<ArithmeticOperator> operators = new ArrayList<>();
        if (first instanceof Arithmetic<S> left && left.binding() == binding) {
            operands.addAll(left.operands());
            operators.addAll(left.operators());
        } else {
            operands.add(first);
        }
        for (; operator != null; operator = operator(binding)) {
            tokens.take();
            operators.add(operator);
            Token second = tokens.peek();
            Expression<S> next = operand.parse();
            checkTerm(next, second, operator);
            operands.add(next);
        }
        return Literal.fold(new Arithmetic<>(operands, operators));
    }

    private void checkTerm(Expression<S> term, Token start, ArithmeticOperator operator) throws InvalidFilterException {
        boolean joined = operator == ArithmeticOperator.ADD_OR_JOIN && term.type() == ValueType.STRING;
        if (!joined) {
            checkNumber(term, start);
        }
    }

    /** The operator that comes next, if it is one of the binding strength. */
    private ArithmeticOperator operator(int binding) {
        ArithmeticOperator operator = switch (tokens.peek().kind()) {
            case PLUS -> add;
            case MINUS -> ArithmeticOperator.SUBTRACT;
            case MULTIPLY -> ArithmeticOperator.MULTIPLY;
            case DIVIDE -> divide;
            case REMAINDER -> ArithmeticOperator.REMAINDER;
            default -> null;
        };
        return operator != null && operator.binding() == binding ? operator : null;
    }

    private Expression<S> signed() throws InvalidFilterException {
        int signs = 0;
        boolean negative = false;
        while (tokens.at(TokenKind.PLUS) || tokens.at(TokenKind.MINUS)) {
            negative ^= tokens.take().kind() == TokenKind.MINUS;
            signs++;
        }
        if (tokens.at(TokenKind.EXACT_NUMBER)) {
            return exactNumber(negative);
        }
        Token start = tokens.peek();
        Expression<S> operand = primary();
        if (signs == 0) {
            return operand;
        }
        checkNumber(operand, start);
        return Literal.fold(new Signed<>(negative, operand));
    }

    private Expression<S> exactNumber(boolean negative) throws InvalidFilterException {
        Token number = tokens.take();
        try {
            return new Literal<>(NumberLiteral.exact(number.text(), negative));
        } catch (InvalidFilterException e) {
            throw tokens.error(number, e);
        }
    }

    private Expression<S> primary() throws InvalidFilterException {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case OPEN -> parenthesized();
            case STRING -> new Literal<>(tokens.take().text());
            case TRUE, FALSE -> new Literal<>(tokens.take().kind() == TokenKind.TRUE);
            case APPROXIMATE_NUMBER, BINARY -> parsedLiteral(tokens.take());
            case IDENTIFIER -> tokens.followedBy(TokenKind.OPEN) ? call() : field();
            case QUOTED_IDENTIFIER -> field();
            default -> throw tokens.expected("a literal, an identifier or '('");
        };
    }

    private Expression<S> parsedLiteral(Token token) throws InvalidFilterException {
        try {
            boolean binary = token.kind() == TokenKind.BINARY;
            return new Literal<>(binary ? NumberLiteral.binary(token.text()) : NumberLiteral.approximate(token.text()));
        } catch (InvalidFilterException e) {
            throw tokens.error(token, e);
        }
    }

    private Expression<S> parenthesized() throws InvalidFilterException {
        enter(tokens.expect(TokenKind.OPEN));
        Expression<S> content = condition.parse();
        if (!tokens.at(TokenKind.CLOSE)) {
            throw tokens.expected("')'");
        }
        tokens.take();
        nesting--;
        return content;
    }

    private void enter(Token open) throws InvalidFilterException {
        if (++nesting > SqlParser.NESTING_MAX) {
            throw tokens.error(open, "nested deeper than " + SqlParser.NESTING_MAX);
        }
    }

    private Field<S> field() throws InvalidFilterException {
        Token token = tokens.peek();
        boolean quoted = token.kind() == TokenKind.QUOTED_IDENTIFIER;
        if (!quoted && token.kind() != TokenKind.IDENTIFIER) {
            throw tokens.expected("an identifier");
        }
        tokens.take();
        try {
            return new Field<>(dialect.field(token.text(), quoted));
        } catch (InvalidFilterException e) {
            throw tokens.error(token, e);
        }
    }

    private Expression<S> call() throws InvalidFilterException {
        Token name = tokens.take();
        String upper = name.text().toUpperCase(Locale.ROOT);
        if (upper.equals("EXISTS") && SqlParser.has(dialect, Extension.EXISTS)) {
            return exists();
        }
        SqlFunction<S> function =
                dialect.function(upper).orElseThrow(() -> tokens.error(name, "there is no function " + name.text()));
        enter(tokens.expect(TokenKind.OPEN));
        List<Expression<S>> arguments = new ArrayList<>();
        for (ValueType parameter : function.parameters()) {
            if (!arguments.isEmpty()) {
                tokens.expect(TokenKind.COMMA);
            }
            arguments.add(argument(parameter));
        }
        tokens.expect(TokenKind.CLOSE);
        nesting--;
        return new FunctionCall<>(function, arguments);
    }

    private Expression<S> argument(ValueType parameter) throws InvalidFilterException {
        Token start = tokens.peek();
        Expression<S> argument = sum();
        check(parameter, argument, start);
        return argument;
    }

    private Condition<S> exists() throws InvalidFilterException {
        tokens.expect(TokenKind.OPEN);
        Field<S> field = field();
        tokens.expect(TokenKind.CLOSE);
        return new IsNull<>(true, field);
    }

    void checkNumber(Expression<S> expression, Token start) throws InvalidFilterException {
        check(ValueType.NUMBER, expression, start);
    }

    private void check(ValueType needed, Expression<S> expression, Token start) throws InvalidFilterException {
        ValueType type = expression.type();
        if (!type.canBe(needed)) {
            throw tokens.error(
                    start, "expected " + needed.description() + " but found " + type.description() + ": " + expression);
        }
    }
}
