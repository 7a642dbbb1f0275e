package io.carrick.jms.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a selector, one after the other. */
final class Tokens {
    private static final Pattern NUMBER =
            Pattern.compile("0[xX][0-9a-fA-F]+[lL]?|(\\d+\\.\\d*|\\.\\d+|\\d+)([eE][+-]?\\d+)?[fFdD]?|\\d+[lL]?");
    private static final Pattern SIGN = Pattern.compile("<>|<=|>=|[=<>+\\-*/(),]");
    private static final int QUOTED_MAX = 40;

    private final String text;
    private int next;
    private Token current;

    Tokens(String text) throws InvalidSelectorException {
        this.text = text;
        current = read();
    }

    Token current() {
        return current;
    }

    /** The current token, and goes on to the next. */
    Token take() throws InvalidSelectorException {
        Token taken = current;
        current = read();
        return taken;
    }

    /** Goes on to the next token if this is that key word or sign. */
    boolean skip(String wordOrSign) throws InvalidSelectorException {
        if (!current.is(wordOrSign)) {
            return false;
        }
        Token skipped = take();
        assert skipped.is(wordOrSign);
        return true;
    }

    void require(String wordOrSign) throws InvalidSelectorException {
        if (!skip(wordOrSign)) {
            throw expected(wordOrSign);
        }
    }

    InvalidSelectorException expected(String what) {
        return error(current.position(), "expected " + what + " but found " + shortened(current.toString()));
    }

    static InvalidSelectorException error(int position, String problem) {
        return new InvalidSelectorException("Invalid selector at position " + position + ": " + problem);
    }

    private static String shortened(String found) {
        return found.length() <= QUOTED_MAX ? found : found.substring(0, QUOTED_MAX) + "...";
    }

    private Token read() throws InvalidSelectorException {
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        if (next == text.length()) {
            return new Token(Token.Kind.END, "", next + 1);
        }
        char first = text.charAt(next);
        if (first == '\'' || first == '"') {
            return quoted(first);
        }
        if (Character.isJavaIdentifierStart(text.codePointAt(next))) {
            return upTo(wordEnd(), Token.Kind.WORD);
        }
        Matcher number = NUMBER.matcher(text).region(next, text.length());
        if (number.lookingAt()) {
            return number(number);
        }
        Matcher sign = SIGN.matcher(text).region(next, text.length());
        if (sign.lookingAt()) {
            return upTo(sign.end(), Token.Kind.SIGN);
        }
        throw error(next + 1, "a character that has no meaning here: " + Character.toString(text.codePointAt(next)));
    }

    private Token number(Matcher matcher) throws InvalidSelectorException {
        int end = matcher.end();
        // The pattern takes a decimal number before it sees that it is a long one.
        if (end < text.length()
                && "lL".indexOf(text.charAt(end)) >= 0
                && text.substring(next, end).matches("\\d+")) {
            end++;
        }
        if (end < text.length() && Character.isJavaIdentifierPart(text.codePointAt(end))) {
            throw error(next + 1, "not a number: " + shortened(text.substring(next, end + 1)));
        }
        return upTo(end, Token.Kind.NUMBER);
    }

    private Token quoted(char quote) throws InvalidSelectorException {
        int end = next + 1;
        while (end < text.length()) {
            if (text.charAt(end) != quote) {
                end++;
            } else if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
                end += 2;
            } else {
                return upTo(end + 1, quote == '"' ? Token.Kind.QUOTED_IDENTIFIER : Token.Kind.STRING);
            }
        }
        String what = quote == '"' ? "a quoted identifier" : "a string literal";
        throw error(next + 1, what + " begins here and does not end");
    }

    private int wordEnd() {
        int end = next;
        while (end < text.length() && Character.isJavaIdentifierPart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private Token upTo(int end, Token.Kind kind) {
        Token token = new Token(kind, text.substring(next, end), next + 1);
        next = end;
        return token;
    }
}
