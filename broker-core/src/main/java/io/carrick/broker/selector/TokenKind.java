package io.carrick.broker.selector;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a token is. */
enum TokenKind {
    IDENTIFIER("an identifier"),
    QUOTED_IDENTIFIER("an identifier"),
    STRING("a string literal"),
    EXACT_NUMBER("a number"),
    APPROXIMATE_NUMBER("a number"),
    BINARY("a binary literal"),
    END("the end"),

    AND("AND"),
    OR("OR"),
    NOT("NOT"),
    BETWEEN("BETWEEN"),
    IN("IN"),
    LIKE("LIKE"),
    ESCAPE("ESCAPE"),
    IS("IS"),
    NULL("NULL"),
    TRUE("TRUE"),
    FALSE("FALSE"),

    EQUAL("'='"),
    NOT_EQUAL("'<>'"),
    LESS("'<'"),
    LESS_OR_EQUAL("'<='"),
    GREATER("'>'"),
    GREATER_OR_EQUAL("'>='"),
    PLUS("'+'"),
    MINUS("'-'"),
    MULTIPLY("'*'"),
    DIVIDE("'/'"),
    REMAINDER("'%'"),
    OPEN("'('"),
    CLOSE("')'"),
    COMMA("','");

    private static final Map<String, TokenKind> KEYWORDS = Arrays.stream(values())
            .filter(kind -> AND.compareTo(kind) <= 0 && kind.compareTo(FALSE) <= 0)
            .collect(Collectors.toUnmodifiableMap(TokenKind::description, Function.identity()));

    private final String description;

    TokenKind(String description) {
        this.description = description;
    }

    /** For error messages. */
    String description() {
        return description;
    }

    /** The kind of a reserved word in upper case. */
    static Optional<TokenKind> keyword(String word) {
        return Optional.ofNullable(KEYWORDS.get(word));
    }
}
