package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import java.util.List;

/** Reads tokens one after the other. Never reads past the end. */
final class TokenReader {
    private final List<Token> tokens;
    private final Dialect<?> dialect;
    private int next;

    TokenReader(List<Token> tokens, Dialect<?> dialect) {
        this.tokens = tokens;
        this.dialect = dialect;
    }

    Token peek() {
        return tokens.get(next);
    }

    boolean at(TokenKind kind) {
        return peek().kind() == kind;
    }

    /** Whether the token after the next is of the kind. */
    boolean followedBy(TokenKind kind) {
        return next + 1 < tokens.size() && tokens.get(next + 1).kind() == kind;
    }

    Token take() {
        Token token = tokens.get(next);
        if (token.kind() != TokenKind.END) {
            next++;
        }
        return token;
    }

    /** Takes the next token if it is of the kind. */
    boolean skip(TokenKind kind) {
        boolean found = at(kind);
        if (found) {
            take();
        }
        return found;
    }

    Token expect(TokenKind kind) throws InvalidFilterException {
        if (!at(kind)) {
            throw expected(kind.description());
        }
        return take();
    }

    /** The error that something else was expected than the next token. */
    InvalidFilterException expected(String what) {
        return error(peek(), "expected " + what + " but found " + peek().description());
    }

    InvalidFilterException error(Token token, String problem) {
        return SyntaxErrors.at(dialect, token.position(), problem);
    }

    InvalidFilterException error(Token token, InvalidFilterException cause) {
        return SyntaxErrors.at(dialect, token.position(), cause);
    }
}
