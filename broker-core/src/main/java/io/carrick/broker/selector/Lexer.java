package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Dialect.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts text into tokens. */
final class Lexer {
    private final String text;
    private final Dialect<?> dialect;
    private final List<Token> tokens = new ArrayList<>();
    private final boolean bracketed;
    private int position;

    private Lexer(String text, Dialect<?> dialect) {
        this.text = text;
        this.dialect = dialect;
        bracketed = SqlParser.has(dialect, Extension.BRACKETED_IDENTIFIERS);
    }

    /** The tokens of the text, the last of kind {@link TokenKind#END}. */
    static List<Token> tokens(String text, Dialect<?> dialect) throws InvalidFilterException {
        Lexer lexer = new Lexer(text, dialect);
        lexer.skipWhitespace();
        while (lexer.position < text.length()) {
            lexer.scan();
            lexer.skipWhitespace();
        }
        lexer.add(TokenKind.END, "", text.length());
        return lexer.tokens;
    }

    /** Whitespace is that of Java: space, tab, form feed and line terminators (section 3.8.1.1). */
    private void skipWhitespace() {
        while (position < text.length() && " \t\f\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private void scan() throws InvalidFilterException {
        char c = text.charAt(position);
        if (c == '\'' || (c == '"' && bracketed)) {
            quoted(TokenKind.STRING, c, "string literal");
        } else if (c == '"' || (c == '[' && bracketed)) {
            quoted(TokenKind.QUOTED_IDENTIFIER, c == '[' ? ']' : c, "quoted identifier");
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (Character.isJavaIdentifierStart(text.codePointAt(position))) {
            word();
        } else {
            operator(c);
        }
    }

    private void quoted(TokenKind kind, char quote, String name) throws InvalidFilterException {
        StringBuilder content = new StringBuilder();
        int start = position;
        int from = start + 1;
        while (true) {
            int end = text.indexOf(quote, from);
            if (end < 0) {
                throw SyntaxErrors.at(dialect, start, "a " + name + " begins here and does not end");
            }
            content.append(text, from, end);
            from = end + 1;
            if (from >= text.length() || text.charAt(from) != quote) {
                break;
            }
            content.append(quote);
            from++;
        }
        add(kind, content.toString(), start);
        position = from;
    }

    private void word() throws InvalidFilterException {
        int start = position;
        try {
            position = dialect.identifierEnd(text, start);
        } catch (InvalidFilterException e) {
            throw SyntaxErrors.at(dialect, start, e);
        }
        String word = text.substring(start, position);
        add(TokenKind.keyword(word.toUpperCase(Locale.ROOT)).orElse(TokenKind.IDENTIFIER), word, start);
    }

    private void number() throws InvalidFilterException {
        int start = position;
        NumberScan scan = NumberScan.at(text, start);
        position = scan.end();
        if (position < text.length() && Character.isJavaIdentifierPart(text.codePointAt(position))) {
            String found = text.substring(start, position + Character.charCount(text.codePointAt(position)));
            throw SyntaxErrors.at(dialect, start, "not a number: " + found);
        }
        boolean binary = scan.hexadecimal() && SqlParser.has(dialect, Extension.BINARY_LITERALS);
        TokenKind exact = binary ? TokenKind.BINARY : TokenKind.EXACT_NUMBER;
        add(scan.approximate() ? TokenKind.APPROXIMATE_NUMBER : exact, text.substring(start, position), start);
    }

    private void operator(char c) throws InvalidFilterException {
        int start = position;
        TokenKind two = twoCharacters(c, peek(1));
        TokenKind kind = two == null ? oneCharacter(c) : two;
        if (kind == null) {
            String found = Character.toString(text.codePointAt(position));
            throw SyntaxErrors.at(dialect, start, "a character that has no meaning here: " + found);
        }
        position += two == null ? 1 : 2;
        add(kind, text.substring(start, position), start);
    }

    private TokenKind twoCharacters(char c, char next) {
        if (c == '!' && next == '=' && SqlParser.has(dialect, Extension.BANG_EQUALS)) {
            return TokenKind.NOT_EQUAL;
        }
        if (c == '<' && next == '>') {
            return TokenKind.NOT_EQUAL;
        }
        if (next == '=') {
            return c == '<' ? TokenKind.LESS_OR_EQUAL : c == '>' ? TokenKind.GREATER_OR_EQUAL : null;
        }
        return null;
    }

    private TokenKind oneCharacter(char c) {
        return switch (c) {
            case '=' -> TokenKind.EQUAL;
            case '<' -> TokenKind.LESS;
            case '>' -> TokenKind.GREATER;
            case '+' -> TokenKind.PLUS;
            case '-' -> TokenKind.MINUS;
            case '*' -> TokenKind.MULTIPLY;
            case '/' -> TokenKind.DIVIDE;
            case '%' -> SqlParser.has(dialect, Extension.REMAINDER) ? TokenKind.REMAINDER : null;
            case '(' -> TokenKind.OPEN;
            case ')' -> TokenKind.CLOSE;
            case ',' -> TokenKind.COMMA;
            default -> null;
        };
    }

    private void add(TokenKind kind, String content, int start) {
        tokens.add(new Token(kind, content, start));
    }

    private char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return '0' <= c && c <= '9';
    }
}
