package io.carrick.jms.selector;

import java.util.Locale;

/**
 * A word, literal or sign of a selector.
 *
 * @param position in the selector, from 1
 */
record Token(Kind kind, String text, int position) {
    enum Kind {
        WORD,
        QUOTED_IDENTIFIER,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    /** Whether it is that key word, or that sign. Key words may be written in any case. */
    boolean is(String wordOrSign) {
        return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT).equals(wordOrSign) : isSign(wordOrSign);
    }

    private boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : text;
    }
}
