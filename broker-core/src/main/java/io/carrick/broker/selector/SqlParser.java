package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Dialect.Extension;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles conditions: a recursive-descent parser for the grammar of Jakarta Messaging 3.1, section 3.8.1.1.
 *
 * <pre>
 * condition   = conjunction { OR conjunction }
 * conjunction = negation { AND negation }
 * negation    = { NOT } predicate
 * predicate   = sum [ ( = | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;= ) sum
 *                   | [ NOT ] ( BETWEEN sum AND sum | IN ( sum { , sum } ) | LIKE string [ ESCAPE string ] )
 *                   | IS [ NOT ] NULL ]
 * sum         = product { ( + | - ) product }
 * product     = operand { ( * | / ) operand }
 * operand     = { + | - } ( literal | identifier | function ( sum { , sum } ) | ( condition ) )
 * </pre>
 *
 * @param <S> what the condition is evaluated against
 */
public final class SqlParser<S> {
    /** Longest text in characters. */
    public static final int LENGTH_MAX = 64 * 1024;

    /** Deepest nesting of parentheses. */
    public static final int NESTING_MAX = 256;

    private final TokenReader tokens;
    private final OperandParser<S> operands;
    private final PredicateParser<S> predicates;

    private SqlParser(TokenReader tokens, Dialect<S> dialect) {
        this.tokens = tokens;
        this.operands = new OperandParser<>(tokens, dialect, this::condition);
        this.predicates = new PredicateParser<>(tokens, dialect, operands);
    }

    /**
     * Compiles a condition.
     *
     * @throws InvalidFilterException if the text is too long, nested too deeply or not in the language; the message
     *     says where, what was found there and what was expected
     */
    public static <S> Condition<S> parse(String text, Dialect<S> dialect) throws InvalidFilterException {
        if (text.length() > LENGTH_MAX) {
            throw SyntaxErrors.at(dialect, LENGTH_MAX, "longer than " + LENGTH_MAX + " characters: " + text.length());
        }
        TokenReader tokens = new TokenReader(Lexer.tokens(text, dialect), dialect);
        SqlParser<S> parser = new SqlParser<>(tokens, dialect);
        Token first = tokens.peek();
        Condition<S> condition = parser.asCondition(parser.condition(), first);
        if (!tokens.at(TokenKind.END)) {
            throw tokens.expected("AND, OR or the end");
        }
        return condition;
    }

    private Expression<S> condition() throws InvalidFilterException {
        Token first = tokens.peek();
        Expression<S> only = conjunction();
        if (!tokens.at(TokenKind.OR)) {
            return only;
        }
        List<Condition<S>> alternatives = new ArrayList<>();
        addAlternative(alternatives, asCondition(only, first));
        while (tokens.skip(TokenKind.OR)) {
            Token start = tokens.peek();
            addAlternative(alternatives, asCondition(conjunction(), start));
        }
        return new Or<>(alternatives);
    }

    private void addAlternative(List<Condition<S>> alternatives, Condition<S> condition) {
        if (condition instanceof Or<S> or) {
            alternatives.addAll(or.operands());
        } else {
            alternatives.add(condition);
        }
    }

    private Expression<S> conjunction() throws InvalidFilterException {
        Token first = tokens.peek();
        Expression<S> only = negation();
        if (!tokens.at(TokenKind.AND)) {
            return only;
        }
        List<Condition<S>> conjuncts = new ArrayList<>();
        addConjunct(conjuncts, asCondition(only, first));
        while (tokens.skip(TokenKind.AND)) {
            Token start = tokens.peek();
            addConjunct(conjuncts, asCondition(negation(), start));
        }
        return new And<>(conjuncts);
    }

    private void addConjunct(List<Condition<S>> conjuncts, Condition<S> condition) {
        if (condition instanceof And<S> and) {
            conjuncts.addAll(and.operands());
        } else {
            conjuncts.add(condition);
        }
    }

    private Expression<S> negation() throws InvalidFilterException {
        int count = 0;
        while (tokens.skip(TokenKind.NOT)) {
            count++;
        }
        Token start = tokens.peek();
        Expression<S> operand = predicates.predicate();
        if (count == 0) {
            return operand;
        }
        Condition<S> condition = asCondition(operand, start);
        return count % 2 == 0 ? condition : new Not<>(condition);
    }

    private Condition<S> asCondition(Expression<S> expression, Token start) throws InvalidFilterException {
        if (!expression.type().canBe(ValueType.BOOLEAN)) {
            throw tokens.error(
                    start, "expected a condition but found " + expression.type().description() + ": " + expression);
        }
        return Truth.of(expression);
    }

    /** Whether a dialect goes beyond selectors in a way. */
    static boolean has(Dialect<?> dialect, Extension extension) {
        return dialect.extensions().contains(extension);
    }
}
