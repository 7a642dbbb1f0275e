package io.carrick.jms.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.Locale;
import java.util.Set;

/**
 * Checks a selector: its syntax, and that literals are of a type that can be meant (Jakarta Messaging 3.1, section
 * 3.8.1.1). Identifiers in double quotes are let pass for brokers that know them.
 */
public final class SelectorSyntax {
    private static final int NESTING_MAX = 256;
    private static final Set<String> RESERVED =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
    private static final Set<String> HEADER_FIELDS =
            Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");

    /** What an expression can be known to be before a message is there. */
    private enum Type {
        ANY("an identifier"),
        NUMBER("a number"),
        STRING("a string"),
        CONDITION("a condition");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        boolean canBe(Type other) {
            return this == ANY || this == other;
        }
    }

    /** An expression: what it is, where it begins, and whether it is an identifier and nothing else. */
    private record Operand(Type type, int position, boolean identifier) {}

    private final Tokens tokens;
    private int nesting;

    private SelectorSyntax(Tokens tokens) {
        this.tokens = tokens;
    }

    /** @throws InvalidSelectorException saying what is wrong, and at which position, from 1 */
    public static void check(String selector) throws InvalidSelectorException {
        SelectorSyntax syntax = new SelectorSyntax(new Tokens(selector));
        Operand whole = syntax.or();
        syntax.require(whole, Type.CONDITION);
        if (syntax.tokens.current().kind() != Token.Kind.END) {
            throw syntax.tokens.expected("AND, OR or the end");
        }
    }

    private Operand or() throws InvalidSelectorException {
        Operand left = and();
        while (tokens.current().is("OR")) {
            left = condition(left, tokens.take());
            require(and(), Type.CONDITION);
        }
        return left;
    }

    private Operand and() throws InvalidSelectorException {
        Operand left = not();
        while (tokens.current().is("AND")) {
            left = condition(left, tokens.take());
            require(not(), Type.CONDITION);
        }
        return left;
    }

    /** The condition that begins with an operand, which must be one itself. */
    private Operand condition(Operand left, Token operator) throws InvalidSelectorException {
        assert operator.kind() == Token.Kind.WORD;
        require(left, Type.CONDITION);
        return new Operand(Type.CONDITION, left.position, false);
    }

    private Operand not() throws InvalidSelectorException {
        int position = tokens.current().position();
        if (!tokens.skip("NOT")) {
            return predicate();
        }
        enter();
        require(not(), Type.CONDITION);
        nesting--;
        return new Operand(Type.CONDITION, position, false);
    }

    private Operand predicate() throws InvalidSelectorException {
        Operand left = sum();
        if (tokens.skip("IS")) {
            boolean unused = tokens.skip("NOT");
            tokens.require("NULL");
            requireIdentifier(left, "IS NULL");
        } else if (tokens.skip("=") || tokens.skip("<>")) {
            Operand right = sum();
            assert right.position > left.position;
        } else if (tokens.skip("<") || tokens.skip("<=") || tokens.skip(">") || tokens.skip(">=")) {
            require(left, Type.NUMBER);
            require(sum(), Type.NUMBER);
        } else if (tokens.current().is("NOT")) {
            tokens.require("NOT");
            if (!range(left)) {
                throw tokens.expected("BETWEEN, IN or LIKE");
            }
        } else if (!range(left)) {
            return left;
        }
        return new Operand(Type.CONDITION, left.position, false);
    }

    private boolean range(Operand left) throws InvalidSelectorException {
        if (tokens.skip("BETWEEN")) {
            require(left, Type.NUMBER);
            require(sum(), Type.NUMBER);
            tokens.require("AND");
            require(sum(), Type.NUMBER);
        } else if (tokens.skip("IN")) {
            requireIdentifier(left, "IN");
            tokens.require("(");
            do {
                string();
            } while (tokens.skip(","));
            tokens.require(")");
        } else if (tokens.skip("LIKE")) {
            requireIdentifier(left, "LIKE");
            like();
        } else {
            return false;
        }
        return true;
    }

    private void like() throws InvalidSelectorException {
        String pattern = string();
        if (!tokens.skip("ESCAPE")) {
            return;
        }
        int position = tokens.current().position();
        String escape = string();
        if (escape.codePointCount(0, escape.length()) != 1) {
            throw Tokens.error(position, "the escape character must be one character but is '" + escape + "'");
        }
        if (pattern.replace(escape + escape, "").endsWith(escape)) {
            throw Tokens.error(position, "the pattern ends with its escape character");
        }
    }

    private Operand sum() throws InvalidSelectorException {
        Operand left = product();
        while (tokens.skip("+") || tokens.skip("-")) {
            left = arithmetic(left, product());
        }
        return left;
    }

    private Operand product() throws InvalidSelectorException {
        Operand left = signed();
        while (tokens.skip("*") || tokens.skip("/")) {
            left = arithmetic(left, signed());
        }
        return left;
    }

    private Operand arithmetic(Operand left, Operand right) throws InvalidSelectorException {
        require(left, Type.NUMBER);
        require(right, Type.NUMBER);
        return new Operand(Type.NUMBER, left.position, false);
    }

    private Operand signed() throws InvalidSelectorException {
        int position = tokens.current().position();
        if (!tokens.skip("+") && !tokens.skip("-")) {
            return primary();
        }
        enter();
        require(signed(), Type.NUMBER);
        nesting--;
        return new Operand(Type.NUMBER, position, false);
    }

    private Operand primary() throws InvalidSelectorException {
        Token token = tokens.current();
        int position = token.position();
        if (tokens.skip("(")) {
            enter();
            Operand inner = or();
            nesting--;
            tokens.require(")");
            return new Operand(inner.type, position, false);
        }
        if (tokens.skip("TRUE") || tokens.skip("FALSE")) {
            return new Operand(Type.CONDITION, position, false);
        }
        Type type = type(token);
        if (type == null) {
            throw tokens.expected("a literal, an identifier or (");
        }
        Token taken = tokens.take();
        if (type == Type.ANY) {
            checkIdentifier(taken);
        }
        return new Operand(type, position, type == Type.ANY);
    }

    /** What a token is as an operand; null if it is none. */
    private static Type type(Token token) {
        return switch (token.kind()) {
            case NUMBER -> Type.NUMBER;
            case STRING -> Type.STRING;
            case QUOTED_IDENTIFIER -> Type.ANY;
            case WORD -> RESERVED.contains(token.text().toUpperCase(Locale.ROOT)) ? null : Type.ANY;
            case SIGN, END -> null;
        };
    }

    private static void checkIdentifier(Token token) throws InvalidSelectorException {
        String name = token.text().replace("\"", "");
        if (name.isEmpty()) {
            throw Tokens.error(token.position(), "an identifier cannot be empty");
        }
        boolean provider = name.startsWith("JMSX") || name.startsWith("JMS_");
        if (name.startsWith("JMS") && !provider && !HEADER_FIELDS.contains(name)) {
            throw Tokens.error(
                    token.position(),
                    "a selector cannot refer to " + name + ", of the header fields only to JMSDeliveryMode,"
                            + " JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID and JMSType");
        }
    }

    /** Takes a string literal; what it stands for. */
    private String string() throws InvalidSelectorException {
        if (tokens.current().kind() != Token.Kind.STRING) {
            throw tokens.expected("a string literal");
        }
        String quoted = tokens.take().text();
        return quoted.substring(1, quoted.length() - 1).replace("''", "'");
    }

    private void require(Operand operand, Type type) throws InvalidSelectorException {
        if (!operand.type.canBe(type)) {
            throw Tokens.error(operand.position, "expected " + type.text + " but found " + operand.type.text);
        }
    }

    private void requireIdentifier(Operand operand, String before) throws InvalidSelectorException {
        if (!operand.identifier) {
            throw Tokens.error(
                    operand.position, "expected an identifier before " + before + " but found " + operand.type.text);
        }
    }

    private void enter() throws InvalidSelectorException {
        nesting++;
        if (nesting > NESTING_MAX) {
            throw Tokens.error(tokens.current().position(), "nested deeper than " + NESTING_MAX);
        }
    }
}
